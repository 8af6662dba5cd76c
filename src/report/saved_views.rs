//! What people noted while they explored, as it is now.
//!
//! Takes the views that were kept; gives for each what its address answers in
//! the study as it is: nothing of it is remembered but the address. What is no
//! longer there is said to be gone.

use super::brief::{Brief, Now, ShownTheme, ShownView};
use super::catalogue::say;
use super::sentences;
use crate::inquiry::{self, Answer, Ledger, Searcher};
use crate::question::{Page, Question};
use crate::study::Analysis;
use crate::study::saved_views::SavedView;
use crate::themes::{Detail, ThemeId};

/// Returns what the views of the report show now.
pub fn recalled(
    views: &[SavedView],
    analysis: &Analysis,
    brief: &Brief,
    searcher: &dyn Searcher,
) -> Vec<ShownView> {
    let ledger = Ledger::new(analysis);
    let wanted = views.iter().filter(|view| view.in_report);
    let shown = wanted.map(|view| ShownView {
        name: view.name.clone(),
        address: view.address.clone(),
        at: view.at.clone(),
        who: view.who.clone(),
        note: view.note.clone(),
        shows: now(&view.address, &ledger, brief, searcher),
    });
    shown.collect()
}

fn now(address: &str, ledger: &Ledger<'_>, brief: &Brief, searcher: &dyn Searcher) -> Now {
    let question = match Page::parse(address) {
        Ok(Page::Answer(question)) => question,
        Ok(_) => return Now::Page,
        Err(_) => {
            return Now::Gone {
                why: say!("No page of the study has this address any more.").into(),
            };
        }
    };
    let answer = match &question {
        Question::Theme { theme, .. } => of_theme(&question, *theme, ledger, brief),
        _ => question
            .answer(ledger, searcher)
            .map(|answer| Now::Answer(Box::new(answer))),
    };
    answer.unwrap_or_else(|error| match error {
        inquiry::Error::SetAside { theme } => Now::Gone {
            why: say!("“{theme}” is hidden.", theme),
        },
        inquiry::Error::Search { .. } => Now::Page,
        error => Now::Gone {
            why: say!("Not there any more: {why}.", why = because(&error)),
        },
    })
}

/// Returns why a question cannot be answered, without a full stop.
fn because(error: &inquiry::Error) -> String {
    use inquiry::Error;
    match error {
        Error::NoSelection { wanted, .. } => say!(
            "`{wanted}` is not a group, wave, period or segment of the answers",
            wanted
        ),
        Error::NoValue {
            attribute, wanted, ..
        } => say!("no answer has `{attribute}` `{wanted}`", attribute, wanted),
        Error::NoTheme { wanted, .. } => say!("there is no theme `{wanted}`", wanted),
        Error::Gone { what, .. } => gone(what),
        Error::NoMeasure { attribute } => {
            say!("no rated answer has a number in `{attribute}`", attribute)
        }
        Error::NoAttribute { wanted, .. } => {
            say!("the answers have no attribute `{wanted}`", wanted)
        }
        Error::NoOutcome { attribute, found } => say!(
            "`{attribute}` is not an outcome: it has `{found}`, not yes or no",
            attribute,
            found
        ),
        Error::Unrated { side } => say!(
            "nobody gave a rating in `{side}`, so there is nothing to compare",
            side
        ),
        Error::LoneWave { .. } => say!("there are no two waves to compare").into(),
        Error::ChosenByRating { among } => say!(
            "{among} were chosen by their ratings, so nothing can be said of what moves these",
            among
        ),
        Error::NoDrivers => {
            say!("there are too few ratings with a comment to tell the themes' effects apart")
                .into()
        }
        Error::Same { name } => say!("`{name}` is on both sides", name),
        Error::SetAside { .. } | Error::Search { .. } => error.to_string(),
    }
}

/// Says that something is not in the study: `theme 7`, `` account `Nordlift` ``.
fn gone(what: &str) -> String {
    let ticked = |kind: &str| {
        what.strip_prefix(kind)?
            .strip_prefix(" `")?
            .strip_suffix('`')
    };
    if let Some(theme) = what.strip_prefix("theme ") {
        say!("theme {theme} is not in the study", theme)
    } else if let Some(account) = ticked("account") {
        say!("account `{account}` is not in the study", account)
    } else if let Some(interview) = ticked("interview") {
        say!("interview `{interview}` is not in the study", interview)
    } else if what == "the passage" {
        say!("the passage is not in the study").into()
    } else {
        format!("{what} is not in the study")
    }
}

/// Answers at the level of detail that a theme is of.
fn of_theme(
    question: &Question,
    theme: ThemeId,
    ledger: &Ledger<'_>,
    brief: &Brief,
) -> Result<Now, inquiry::Error> {
    let detail = match theme.current(&ledger.analysis.codebook) {
        ThemeId::Broad(_) => Detail::Broad,
        ThemeId::Theme(_) => Detail::Default,
        ThemeId::Part(..) => Detail::Fine,
    };
    if detail == ledger.analysis.grain {
        return shown(question, ledger, brief);
    }
    let analysis = ledger.analysis.clone().at(detail);
    shown(question, &Ledger::new(&analysis), &Brief::new(&analysis))
}

fn shown(question: &Question, ledger: &Ledger<'_>, brief: &Brief) -> Result<Now, inquiry::Error> {
    let answer = question.answer(ledger, &inquiry::NoIndex)?;
    let Answer::Theme(answer) = answer else {
        return Ok(Now::Answer(Box::new(answer)));
    };
    let told = brief.themes.iter().find(|theme| theme.id == answer.id);
    let told = told.ok_or_else(|| inquiry::Error::Gone {
        what: format!("theme {}", answer.id),
        near: None,
    })?;
    Ok(Now::Theme(Box::new(ShownTheme {
        standing: sentences::standing(told),
        weight: sentences::weight(told, &brief.scale).text,
        answer: *answer,
    })))
}
