//! A language model on this machine: where its server answers, and how it is
//! asked.
//!
//! Takes an instruction and a prompt; gives the first answer. Speaks `OpenAI`'s
//! protocol over plain HTTP to a loopback address, and to nothing else.

use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

/// Which language model words names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamingModel {
    /// Where its server answers: `http://127.0.0.1:11434/v1`.
    pub endpoint: String,
    /// What the server calls it.
    pub model: String,
}

/// What became of asking a model for names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordedNames {
    /// The model that worded names of this study.
    pub model: String,
    /// How many themes bear its names.
    pub worded: usize,
    /// Why it could not be asked now.
    pub failure: Option<String>,
}

impl NamingModel {
    /// Returns why the endpoint is refused: what people said stays on this
    /// machine.
    pub(super) fn refusal(&self) -> Option<String> {
        self.base().err()
    }

    /// Returns the address to ask, by number: a name could lead elsewhere.
    fn base(&self) -> Result<String, String> {
        let refused = || {
            format!(
                "`endpoint = \"{}\"` is not an address on this machine; write it as `http://127.0.0.1:11434/v1`",
                self.endpoint
            )
        };
        let rest = self.endpoint.strip_prefix("http://").ok_or_else(refused)?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if port.parse::<u16>().is_ok() => (name, port),
            _ => (host, "80"),
        };
        let address = if name == "localhost" {
            IpAddr::V4(Ipv4Addr::LOCALHOST)
        } else {
            let bare = name.trim_start_matches('[').trim_end_matches(']');
            bare.parse().map_err(|_| refused())?
        };
        if !address.is_loopback() {
            return Err(refused());
        }
        let host = match address {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        };
        let path = path.trim_end_matches('/');
        Ok(format!("http://{host}:{port}/{path}"))
    }

    /// Asks for one name.
    pub(super) fn ask(
        &self,
        agent: &ureq::Agent,
        instruction: &str,
        prompt: &str,
    ) -> Result<String, String> {
        let body = serde_json::json!({
            "model": self.model,
            "messages": [
                { "role": "system", "content": instruction },
                { "role": "user", "content": prompt },
            ],
            "temperature": 0,
            "seed": 1,
            "max_tokens": TOKENS,
            "stream": false,
        });
        let address = format!("{}/chat/completions", self.base()?);
        let failed = |error: ureq::Error| error.to_string();
        let mut response = agent.post(&address).send_json(body).map_err(failed)?;
        let answer: ChatAnswer = response.body_mut().read_json().map_err(failed)?;
        let first = answer.choices.into_iter().next();
        Ok(first.map_or_else(String::new, |choice| choice.message.content))
    }
}

/// The parts of an answer that are read.
#[derive(Deserialize)]
struct ChatAnswer {
    choices: Vec<ChatChoice>,
}

#[derive(Deserialize)]
struct ChatChoice {
    message: ChatMessage,
}

#[derive(Deserialize)]
struct ChatMessage {
    content: String,
}

/// The most that an answer may take.
const TOKENS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(endpoint: &str) -> bool {
        let model = NamingModel {
            endpoint: endpoint.into(),
            model: "m".into(),
        };
        model.refusal().is_some()
    }

    #[test]
    fn only_this_machine_is_asked() {
        for here in [
            "http://127.0.0.1:11434/v1",
            "http://localhost:8080/v1/",
            "http://[::1]:1234/v1",
            "http://127.8.9.1",
        ] {
            assert!(!refused(here), "{here}");
        }
        for elsewhere in [
            "https://api.example.com/v1",
            "http://10.0.0.5:11434/v1",
            "http://localhost.example.com/v1",
            "http://127.0.0.1.example.com/v1",
            "http://127.0.0.1@example.com/v1",
            "http://0.0.0.0:80/v1",
            "https://127.0.0.1/v1",
            "127.0.0.1:11434",
            "",
        ] {
            assert!(refused(elsewhere), "{elsewhere}");
        }
    }
}
