//! Coding by hand: `motif code`, and notes on passages: `motif mark`.

use std::path::Path;

use clap::{Args, Subcommand};

use super::aside::note;
use super::failure::Failure;
use super::output::{Output, count};
use super::passage::spot;
use super::sources;
use super::theme::{known, signature};
use crate::feedback::Excerpt;
use crate::report::decision_words::sentence;
use crate::report::words;
use crate::study::{self, Study, given, quote_id};
use crate::text;
use crate::themes::{Codebook, Request};

#[derive(Debug, Args)]
pub(super) struct CodeCommand {
    #[command(subcommand)]
    action: CodeAction,

    /// Your name, for the log; by default the one you are logged in with
    #[arg(long, global = true, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, Subcommand)]
enum CodeAction {
    /// Add a passage to a theme by hand
    Add {
        /// A quote such as `Q-3f9c0a71b2d4`, or `FILE:RECORD[:START-END]`, in an interview `FILE:LINE`
        passage: String,
        /// The theme's number or name; a new name creates a theme
        theme: String,
    },
    /// Remove a passage that was added by hand
    Remove {
        /// The passage
        passage: String,
        /// The theme's number or name
        theme: String,
        /// Whose coding to remove [default: your own]
        #[arg(long, value_name = "NAME")]
        whose: Option<String>,
    },
    /// List what was coded by hand
    List,
}

impl CodeCommand {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let mut study = sources::study(dir)?;
        let (passage, theme, removes) = match &self.action {
            CodeAction::List => return list(&study, output),
            CodeAction::Add { passage, theme } => (passage, theme, None),
            CodeAction::Remove {
                passage,
                theme,
                whose,
            } => (passage, theme, Some(whose.clone())),
        };
        let adds = removes.is_none();
        let corpus = study.corpus()?;
        let (document, span) = spot(passage, &study, &corpus)?;
        let by = signature(self.by.as_deref());
        let found = known(theme, dir)?;
        let theme = match found {
            Some(theme) => theme,
            None if adds && theme.parse::<u32>().is_err() => {
                let name = theme.clone();
                let entry = study.decide(
                    &Request::Create {
                        name,
                        passages: Vec::new(),
                    },
                    &by,
                )?;
                let entry = entry.expect("a theme that is not there is made");
                output.line(sentence(&entry))?;
                entry.made[0]
            }
            // The study says which themes there are.
            None => theme.parse().unwrap_or_default(),
        };
        let excerpt = corpus.excerpt(document, span);
        let passages = vec![excerpt];
        let request = match removes {
            None => Request::Code { theme, passages },
            Some(whose) => Request::Uncode {
                theme,
                passages: same(&study, &passages, theme)?,
                whose,
            },
        };
        match study.decide(&request, &by)? {
            Some(entry) if output.json => output.value(&entry),
            Some(entry) => output.line(sentence(&entry)),
            None => {
                note(&not_removed(&study, &request)?);
                Ok(())
            }
        }
    }
}

/// Says why nothing was removed: others may have given the passage that theme.
fn not_removed(study: &Study, request: &Request) -> Result<String, Failure> {
    let Request::Uncode {
        theme, passages, ..
    } = request
    else {
        return Ok(String::new());
    };
    let coded = study.codebook()?.coded().into_iter();
    let same = coded.filter(|of| of.theme == *theme && passages.contains(&of.passage));
    let mut others: Vec<String> = same.map(|of| of.who).collect();
    others.sort();
    others.dedup();
    Ok(match others.first() {
        None => "this passage was not added to that theme by hand; `motif code list` lists those that were".into(),
        Some(first) => format!(
            "you did not add this passage to that theme; {} did, and `--whose {}` removes that",
            words::list(&others),
            shell_words::quote(first)
        ),
    })
}

/// Returns how the log has passages that stand at the same place now.
fn same(study: &Study, passages: &[Excerpt], theme: u32) -> Result<Vec<Excerpt>, Failure> {
    let corpus = study.corpus()?;
    let (given, _) = given(&corpus, &study.codebook()?);
    let of_theme = given.into_iter().filter(|given| given.coded.theme == theme);
    let meant =
        of_theme.filter(|given| passages.contains(&corpus.excerpt(given.document, given.span)));
    let mut same: Vec<Excerpt> = Vec::new();
    for given in meant {
        if !same.contains(&given.coded.passage) {
            same.push(given.coded.passage);
        }
    }
    Ok(same)
}

fn list(study: &Study, output: &mut Output) -> Result<(), Failure> {
    let corpus = study.corpus()?;
    let codebook = study.codebook()?;
    let (given, lost) = given(&corpus, &codebook);
    if output.json {
        let coded: Vec<_> = given.iter().map(|given| &given.coded).collect();
        return output.value(&coded);
    }
    let mut empty = codebook.created();
    empty.retain(|theme| given.iter().all(|given| given.coded.theme != *theme));
    if given.is_empty() && lost.is_empty() {
        output.line("nothing was coded by hand yet")?;
        return list_empty(&empty, &codebook, output);
    }
    let rows = given.iter().map(|given| {
        let (source, record) = corpus.origin(given.document);
        let place = [Some(source.to_owned()), record].into_iter().flatten();
        let theme = given.coded.theme;
        let name = codebook.name(theme).map(|name| format!(" {name}"));
        vec![
            quote_id(&corpus, given.document, given.span).to_string(),
            format!("{theme}{}", name.unwrap_or_default()),
            given.coded.who.clone(),
            place
                .map(|part| text::masked_id(&part))
                .collect::<Vec<_>>()
                .join(", "),
            shortened(given.span.slice(corpus.text(given.document))),
        ]
    });
    output.table(
        &["quote", "theme", "by", "where", "words"],
        rows.collect(),
        &[],
    )?;
    if !lost.is_empty() {
        note(&format!(
            "{} no longer in the study's texts",
            count(lost.len(), "coded passage is", "coded passages are")
        ));
    }
    list_empty(&empty, &codebook, output)
}

/// Lists themes that were made by name and that nobody gave a passage to.
fn list_empty(themes: &[u32], codebook: &Codebook, output: &mut Output) -> Result<(), Failure> {
    themes.iter().try_for_each(|theme| {
        let name = codebook.name(*theme).unwrap_or_default();
        output.line(format!("empty: {theme} {name}"))
    })
}

fn shortened(words: &str) -> String {
    let words = text::masked(words);
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").chars().take(60).collect()
}

/// Marks a passage as important, or adds a note to it
#[derive(Debug, Args)]
pub(super) struct MarkCommand {
    /// A quote such as `Q-3f9c0a71b2d4`, or `FILE:RECORD[:START-END]`, in an interview `FILE:LINE`
    passage: String,

    /// Mark it as important
    #[arg(long, conflicts_with = "unimportant")]
    important: bool,

    /// Remove the mark
    #[arg(long)]
    unimportant: bool,

    /// A note; an empty one removes it
    #[arg(long, value_name = "TEXT")]
    memo: Option<String>,

    /// Your name, for the log; by default the one you are logged in with
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl MarkCommand {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let mut study = sources::study(dir)?;
        let corpus = study.corpus()?;
        let (document, span) = spot(&self.passage, &study, &corpus)?;
        // Who says nothing else of it finds it important.
        let is_bare = self.memo.is_none() && !self.unimportant;
        let noted = study::noted(&corpus, &study.codebook()?);
        let known = noted
            .into_iter()
            .find(|noted| (noted.document, noted.span) == (document, span));
        let request = Request::Mark {
            passage: known.map_or_else(
                || corpus.excerpt(document, span),
                |known| known.marked.passage,
            ),
            important: (self.important || self.unimportant || is_bare).then_some(!self.unimportant),
            memo: self.memo.clone(),
        };
        let entry = study.decide(&request, &signature(self.by.as_deref()))?;
        match entry {
            Some(entry) if output.json => output.value(&entry),
            Some(entry) => output.line(format!("noted: {}", sentence(&entry))),
            None => Ok(()),
        }
    }
}
