//! Names worded by a language model on this machine, for those who ask for it.
//!
//! Takes an analysis and a server that speaks OpenAI's protocol on loopback;
//! gives names. Contact details are masked in what the model reads. An answer
//! is a name only if it is short, fits the theme's people as well as a name
//! must, and is no other theme's: else the built-in name stays.

use std::collections::{BTreeMap, HashSet};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::findings::Finding;
use crate::text;
use crate::themes::{FITTING, ThemeId, ThemeKind};

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
        let address = match name {
            "localhost" => IpAddr::V4(Ipv4Addr::LOCALHOST),
            _ => {
                let bare = name.trim_start_matches('[').trim_end_matches(']');
                bare.parse().map_err(|_| refused())?
            }
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
    fn ask(&self, agent: &ureq::Agent, prompt: &str) -> Result<String, String> {
        let body = serde_json::json!({
            "model": self.model,
            "messages": [
                { "role": "system", "content": INSTRUCTION },
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

/// What the model is told before the comments.
const INSTRUCTION: &str = "You name groups of customer comments. Answer with one short phrase of two to six words, in the language of most of the comments, that says what these customers say, in their own words. No quotation marks, no full stop, no explanation.";

/// Words of [`INSTRUCTION`] that a name must not repeat.
const ECHOES: [&str; 6] = [
    "customer",
    "customers",
    "comment",
    "comments",
    "group",
    "phrase",
];

/// The most that an answer may take.
const TOKENS: usize = 32;

/// Comments of a theme that the model reads.
const COMMENTS: usize = 10;

/// Comments of each theme that it must be told from.
const APART: usize = 2;

/// The most characters of a comment, and of a prompt.
const COMMENT: usize = 220;
const PROMPT: usize = 4_000;

/// The most words and characters of a name.
const WORDS: usize = 8;
const LETTERS: usize = 60;

/// How long a model may think about a name.
const PATIENCE: Duration = Duration::from_secs(60);

/// Returns names for themes that have none from this model or from a person,
/// by number; an empty one where the model was asked and answered badly. Stops
/// at the first that it does not answer at all, with the reason.
pub(super) fn names(
    analysis: &Analysis,
    by: &NamingModel,
) -> (BTreeMap<u32, String>, Option<String>) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .timeout_connect(Some(Duration::from_secs(2)))
        .max_redirects(0)
        .proxy(None)
        .build()
        .into();
    let mut taken: HashSet<String> = analysis
        .findings
        .iter()
        .map(|finding| finding.theme.name.to_lowercase())
        .collect();
    let mut named = BTreeMap::new();
    for (at, number) in unworded(analysis, by) {
        let own = analysis.findings[at].theme.name.to_lowercase();
        match by.ask(&agent, &prompt(analysis, at)) {
            Ok(answer) => {
                let name = accepted(&answer).filter(|name| {
                    let folded = name.to_lowercase();
                    folded == own || !taken.contains(&folded)
                });
                let name = name.unwrap_or_default();
                if !name.is_empty() {
                    taken.remove(&own);
                    taken.insert(name.to_lowercase());
                }
                named.insert(number, name);
            }
            Err(why) => return (named, Some(why)),
        }
    }
    (named, None)
}

/// Returns the topics that the model was not asked about, and nobody named.
fn unworded(analysis: &Analysis, by: &NamingModel) -> Vec<(usize, u32)> {
    let findings = analysis.findings.iter().enumerate();
    findings
        .filter_map(|(at, finding)| match finding.theme.id {
            ThemeId::Theme(number) if is_open(finding) => Some((at, number)),
            _ => None,
        })
        .filter(|(_, number)| !analysis.memory.was_asked(*number, &by.model))
        .collect()
}

fn is_open(finding: &Finding) -> bool {
    let standing = &finding.theme.standing;
    finding.theme.kind == ThemeKind::Topic
        && !standing.named
        && !standing.confirmed
        && !standing.seeded
}

/// Returns what the model reads of a theme: some of its comments, its terms,
/// and what is said in the themes most like it, which the name must not fit.
fn prompt(analysis: &Analysis, at: usize) -> String {
    let said = |finding: &Finding, most: usize| -> String {
        let quotes = finding.quotes.iter().take(most);
        let lines = quotes.map(|&passage| {
            let place = analysis.passages.all[passage].place;
            let said = text::masked(analysis.passages.text(&analysis.corpus, place));
            let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("- {}\n", said.chars().take(COMMENT).collect::<String>())
        });
        lines.collect()
    };
    let finding = &analysis.findings[at];
    let mut prompt = format!(
        "Comments:\n{}Key words: {}\n",
        said(finding, COMMENTS),
        finding.theme.terms.join(", ")
    );
    for (near, _) in analysis.nearest(at, APART) {
        let other = &analysis.findings[near];
        prompt.push_str("\nThe name must not fit these comments of another group:\n");
        prompt.push_str(&said(other, APART));
    }
    prompt.chars().take(PROMPT).collect()
}

/// Returns the name in an answer, if it can be one.
fn accepted(answer: &str) -> Option<String> {
    let line = answer
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty())?;
    let quotes = ['"', '“', '”', '«', '»', '\'', '‘', '’', '*', '`', '.', ' '];
    let name = line.trim_matches(quotes);
    let words: Vec<String> = text::words(name)
        .map(|word| word.text.to_lowercase())
        .collect();
    let is_short = (1..=WORDS).contains(&words.len()) && name.chars().count() <= LETTERS;
    let echoes = words.iter().any(|word| ECHOES.contains(&word.as_str()));
    let joins = name.contains(['&', ':', ';', '|', '<', '>', '{', '}', '\\']);
    let speaks = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_control);
    let mut letters = name.chars();
    let first = letters.next()?;
    (is_short && !echoes && !joins && speaks).then(|| first.to_uppercase().chain(letters).collect())
}

/// Returns whether a name fits a theme's people: as many use a word of it as
/// of the built-in name, or a third of them.
pub(super) fn fits(worded: &Finding, built_in: &Finding) -> bool {
    let fit = worded.fit.unwrap_or_default();
    fit >= built_in.fit.unwrap_or_default().min(FITTING)
}

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

    #[test]
    fn an_answer_is_a_name_only_if_it_is_one_short_phrase() {
        let name = |answer: &str| accepted(answer);
        assert_eq!(
            name("\"support never answers\".\n").unwrap(),
            "Support never answers"
        );
        for bad in [
            "",
            "\n \n",
            "...",
            "42",
            "Customers say support is slow",
            "Support & phone",
            "Name: slow support",
            "Here is a long phrase that goes on and on about the support",
            "Antidisestablishmentarianism antidisestablishmentarianism okay",
        ] {
            assert_eq!(name(bad), None, "{bad}");
        }
    }
}
