//! Checking themes by reading: `motif check`.

use std::io::{BufRead, Write, stderr, stdin};
use std::path::Path;

use clap::Args;

use super::aside::note;
use super::failure::Failure;
use super::narrative::{tell, with_sentences};
use super::output::{Output, working};
use super::sources;
use super::theme::signature;
use crate::inquiry::Ledger;
use crate::inquiry::check::{CheckTexts, DrawnText, READ, SEED, check_of, checkable, checks};
use crate::report::{narrative, words};
use crate::study::{Analysis, Signature, Study};
use crate::text::harmless;
use crate::themes::Request;

/// Checks a theme by reading: of texts drawn from inside and outside it, you say
/// whether each is about it
#[derive(Debug, Args)]
pub(super) struct CheckCommand {
    /// The theme's number or name; leave it out to see what was checked so far
    theme: Option<String>,

    /// How many texts to read in all, counting those already read
    #[arg(long, value_name = "N", default_value_t = READ)]
    read: usize,

    /// Change this to read a different sample
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,

    /// Your name, for the log; by default the one you are logged in with
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl CheckCommand {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let mut study = sources::study(dir)?;
        let bar = working("finding themes");
        let analysis = study.analyze()?;
        bar.finish_and_clear();
        let Some(theme) = &self.theme else {
            return overview(&analysis, output);
        };
        let ledger = Ledger::new(&analysis);
        let (finding, number) = checkable(&ledger, theme)?;
        let texts = CheckTexts::new(&ledger, finding).draw(self.seed, self.read);
        let name = &ledger.finding(finding).theme.name;
        if texts.is_empty() {
            note(&format!(
                "nothing is left to read of {}; `--read {}` draws more where there is more",
                words::count(self.read as u64, "text", "texts"),
                2 * self.read
            ));
        } else {
            let mut dialog = Dialog {
                study: &mut study,
                analysis: &analysis,
                by: signature(self.by.as_deref()),
                theme: number,
            };
            dialog.lead(name, &texts)?;
        }
        let analysis = study.analyze()?;
        let ledger = Ledger::new(&analysis);
        let (finding, _) = checkable(&ledger, theme)?;
        let check = check_of(&ledger, finding);
        if output.json {
            return output.value(&check);
        }
        match check {
            Some(check) => output.paragraph("", &narrative::theme_check(&check)),
            None => Ok(()),
        }
    }
}

/// Shows what was checked so far, and how to go on.
fn overview(analysis: &Analysis, output: &mut Output) -> Result<(), Failure> {
    let ledger = Ledger::new(analysis);
    let checks = checks(&ledger);
    let blocks = narrative::theme_checks(&checks);
    if output.json {
        let answer = serde_json::json!({ "checks": checks });
        return output.value(&with_sentences(&answer, &blocks));
    }
    tell(&blocks, &analysis.corpus.scale, output)?;
    let is_checked = |id: &String| checks.iter().any(|of| of.theme.id == *id);
    let mut themes = ledger.themes().into_iter().map(|at| ledger.theme(at));
    match themes.find(|theme| !is_checked(&theme.id)) {
        Some(next) => output.note(&format!(
            "to check the largest theme that was not, {}: `motif check {}`",
            next.label, next.id
        )),
        None if checks.is_empty() => output.note("there are no themes to check yet"),
        None => {}
    }
    Ok(())
}

/// What somebody says of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reply {
    About(Option<bool>),
    Back,
    Quit,
}

impl Reply {
    fn parse(line: &str) -> Option<Self> {
        Some(match line.trim().to_lowercase().as_str() {
            "y" | "yes" => Self::About(Some(true)),
            "n" | "no" => Self::About(Some(false)),
            "?" | "u" | "unsure" => Self::About(None),
            "b" | "back" => Self::Back,
            "q" | "quit" => Self::Quit,
            _ => return None,
        })
    }
}

/// Asks of one text after the other; each reply is written down at once.
struct Dialog<'a> {
    study: &'a mut Study,
    analysis: &'a Analysis,
    by: Signature,
    theme: u32,
}

impl Dialog<'_> {
    fn lead(&mut self, name: &str, texts: &[DrawnText]) -> Result<(), Failure> {
        say(&format!(
            "Is each text about “{name}”, for better or worse? y: yes, n: no, ?: cannot tell, b: back, q: stop, and go on another day. Each answer is saved at once. motif put some of these texts into the theme and some not; it does not show which."
        ))?;
        let mut replies = stdin().lock().lines();
        let mut at = 0;
        while let Some(text) = texts.get(at) {
            Self::show(text, at, texts.len())?;
            let Some(line) = replies.next() else {
                break;
            };
            match Reply::parse(&line?) {
                Some(Reply::About(about)) => {
                    self.write(text, about)?;
                    at += 1;
                }
                Some(Reply::Back) if at == 0 => say("This is the first text.")?,
                Some(Reply::Back) => at -= usize::from(self.take_back()?),
                Some(Reply::Quit) => break,
                None => say("Type y, n, ?, b or q, and Enter.")?,
            }
        }
        Ok(())
    }

    /// Takes the last reply back, unless something else was decided since;
    /// returns whether it did.
    fn take_back(&mut self) -> Result<bool, Failure> {
        let codebook = self.study.codebook()?;
        let last = codebook.last_active().map(|entry| &entry.request);
        let is_reply = matches!(last, Some(Request::Check { theme, .. }) if *theme == self.theme);
        if is_reply {
            self.study.undo()?;
        } else {
            say("Something else was decided since, so that reply stays.")?;
        }
        Ok(is_reply)
    }

    fn show(text: &DrawnText, at: usize, of: usize) -> Result<(), Failure> {
        let place = words::place(&text.passage);
        // Who knows the rating reads by it.
        say(&format!("\n{} of {of}  {place}", at + 1))?;
        let [before, passage, after] = text.around();
        let marked = if before.trim().is_empty() && after.trim().is_empty() {
            [before, passage, after].concat()
        } else {
            format!("{before}»{passage}«{after}")
        };
        say(&format!("  {}", marked.replace('\n', "\n  ")))?;
        let mut stderr = stderr().lock();
        write!(stderr, "about this? ")?;
        stderr.flush()?;
        Ok(())
    }

    fn write(&mut self, text: &DrawnText, about: Option<bool>) -> Result<(), Failure> {
        let corpus = &self.analysis.corpus;
        let request = Request::Check {
            theme: self.theme,
            passage: corpus.excerpt(text.place.document(), text.place.span()),
            about,
            drawn: text.drawn,
        };
        self.by.at = signature(None).at;
        self.study.decide(&request, &self.by)?;
        Ok(())
    }
}

/// Says something beside the data, in lines a reader can follow.
fn say(text: &str) -> Result<(), Failure> {
    let width = super::output::width();
    let mut stderr = stderr().lock();
    for line in text.lines() {
        for part in textwrap::wrap(&harmless(line), width) {
            writeln!(stderr, "{part}")?;
        }
        if line.is_empty() {
            writeln!(stderr)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_a_letter_or_a_word() {
        assert_eq!(Reply::parse(" Y "), Some(Reply::About(Some(true))));
        assert_eq!(Reply::parse("no"), Some(Reply::About(Some(false))));
        assert_eq!(Reply::parse("?"), Some(Reply::About(None)));
        assert_eq!(Reply::parse("b"), Some(Reply::Back));
        assert_eq!(Reply::parse("maybe"), None);
        assert_eq!(Reply::parse(""), None);
    }
}
