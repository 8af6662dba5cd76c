//! Names worded by a language model on this machine, for those who ask for it.
//!
//! Takes an analysis and a server that speaks `OpenAI`'s protocol on loopback;
//! gives names. Contact details are masked in what the model reads. An answer
//! is a name only if it is short, fits the theme's people as well as a name
//! must, and is no other theme's: else the built-in name stays.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::analysis::Analysis;
use super::findings::Finding;
use super::naming_model::{NamingModel, WordedNames};
use crate::text;
use crate::themes::{Detail, FITTING, ThemeId, ThemeKind};

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

impl Analysis {
    /// Asks the language model of the settings, if there is one, for the names
    /// of themes that it was not asked about. They are remembered like the
    /// names that themes were found under.
    pub(super) fn word_names(&mut self) {
        let Some(by) = self.settings.naming.clone() else {
            return;
        };
        let (names, failure) = names(self, &by);
        if !names.is_empty() {
            self.take_names(&names, &by.model);
        }
        let worded = |finding: &&Finding| match finding.theme.id {
            ThemeId::Theme(number) => {
                self.memory.is_worded(number) && !finding.theme.standing.named
            }
            ThemeId::Broad(_) | ThemeId::Part(..) => false,
        };
        self.naming = Some(WordedNames {
            worded: self.findings.iter().filter(worded).count(),
            model: by.model,
            failure,
        });
    }

    /// Gives themes the names that fit them; the others keep theirs.
    fn take_names(&mut self, names: &BTreeMap<u32, String>, model: &str) {
        let built_in = self.findings.clone();
        let memory = Arc::make_mut(&mut self.memory);
        for (&number, name) in names.iter().filter(|(_, name)| !name.is_empty()) {
            memory.word_name(number, name, model);
        }
        (_, self.findings, self.voiced) = self.look(Detail::Default);
        let memory = Arc::make_mut(&mut self.memory);
        for (worded, built_in) in self.findings.iter().zip(&built_in) {
            if let ThemeId::Theme(number) = worded.theme.id
                && let Some(name) = names.get(&number)
                && (name.is_empty() || !fits(worded, built_in))
            {
                memory.keep_name(number, &built_in.theme.name, model);
            }
        }
        (_, self.findings, self.voiced) = self.look(Detail::Default);
    }
}

/// Returns names for themes that have none from this model or from a person,
/// by number; an empty one where the model was asked and answered badly. Stops
/// at the first that it does not answer at all, with the reason.
fn names(analysis: &Analysis, by: &NamingModel) -> (BTreeMap<u32, String>, Option<String>) {
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
        match by.ask(&agent, INSTRUCTION, &prompt(analysis, at)) {
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
fn fits(worded: &Finding, built_in: &Finding) -> bool {
    let fit = worded.fit.unwrap_or_default();
    fit >= built_in.fit.unwrap_or_default().min(FITTING)
}

#[cfg(test)]
mod tests {
    use super::*;

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
