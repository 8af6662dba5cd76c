//! What can be asked in vain.

use crate::text::choices;

/// Why a question cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing is called so.
    #[error("`{wanted}` is not a group, wave, period or segment of the answers")]
    NoSelection {
        /// What was asked for.
        wanted: String,
        /// The waves there are.
        waves: Vec<String>,
        /// The attributes that answers have.
        attributes: Vec<String>,
    },
    /// No answer is in it.
    #[error("no answer has `{attribute}` `{wanted}`")]
    NoValue {
        /// The attribute.
        attribute: String,
        /// The value asked for.
        wanted: String,
        /// Values that occur.
        values: Vec<String>,
    },
    /// There is no such theme.
    #[error("there is no theme `{wanted}`")]
    NoTheme {
        /// What was asked for.
        wanted: String,
        /// The themes there are, by number.
        themes: Vec<String>,
    },
    /// It was there when somebody pointed at it.
    #[error("{what} is not in the study")]
    Gone {
        /// What was asked for.
        what: String,
        /// The name there is that is spelled most like it.
        near: Option<String>,
    },
    /// A theme that nobody looks at any more.
    #[error("“{theme}” is hidden")]
    SetAside {
        /// Its name.
        theme: String,
    },
    /// The texts cannot be searched.
    #[error("{problem}")]
    Search {
        /// Why.
        problem: String,
    },
    /// It holds no numbers beside ratings.
    #[error("no rated answer has a number in `{attribute}`")]
    NoMeasure {
        /// The attribute.
        attribute: String,
    },
    /// There is no such attribute.
    #[error("the answers have no attribute `{wanted}`")]
    NoAttribute {
        /// What was asked for.
        wanted: String,
        /// The attributes they have.
        attributes: Vec<String>,
    },
    /// An outcome is yes or no.
    #[error("`{attribute}` is not an outcome: it has `{found}`, not yes or no")]
    NoOutcome {
        /// The attribute.
        attribute: String,
        /// One of its values.
        found: String,
    },
    /// Nobody rated on one side.
    #[error("nobody gave a rating in `{side}`, so there is nothing to compare")]
    Unrated {
        /// The side.
        side: String,
    },
    /// There are no two waves.
    #[error("there are no two waves to compare")]
    LoneWave {
        /// The waves there are.
        waves: Vec<String>,
    },
    /// People of one rating do not differ in it.
    #[error("{among} were chosen by their ratings, so nothing can be said of what moves these")]
    ChosenByRating {
        /// Who was chosen.
        among: String,
    },
    /// Too few people rated, or said the same, for themes to be told apart.
    #[error("there are too few ratings with a comment to tell the themes' effects apart")]
    NoDrivers,
    /// A thing cannot be compared with itself.
    #[error("`{name}` is on both sides")]
    Same {
        /// The side.
        name: String,
    },
}

impl Error {
    /// Returns what the user could do about it, if we know.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoSelection {
                waves, attributes, ..
            } => {
                let waves = choices("wave", waves.len(), &ticked(waves));
                let segments = match attributes.as_slice() {
                    [] => String::new(),
                    [first, ..] => format!(
                        "; a segment is written as in `{first}:VALUE`, with {}",
                        ticked(attributes)
                    ),
                };
                format!("{waves}; groups are promoter, passive and detractor, or as the scale calls them; a period is `2025`, `2025-Q1`, `2025-04` or `2025-04-16`{segments}; also `rating:0..6`, `date:2025-01..2025-03`, `theme:ID`, `tone:complaint`, `says:WORDS` and `file:NAME`")
            }
            Self::NoValue {
                attribute, values, ..
            } => format!("`{attribute}` is {}", ticked(values)),
            Self::NoTheme { themes, .. } if themes.is_empty() => {
                "no themes were found; `motif report` says why".into()
            }
            Self::NoTheme { themes, .. } => format!(
                "{}; `motif themes` lists them",
                choices("theme", themes.len(), &themes.join(", "))
            ),
            Self::NoAttribute { attributes, .. } if attributes.is_empty() => {
                "attributes are the other columns of a survey or an accounts table; there are none".into()
            }
            Self::NoAttribute { attributes, .. } => format!("the attributes are {}", ticked(attributes)),
            Self::NoMeasure { .. } => {
                "name a column of numbers, such as `logins` or `csm_score`".into()
            }
            Self::NoOutcome { .. } => {
                "an outcome column has `yes` or `no`, `true` or `false`, `1` or `0` for each account or answer".into()
            }
            Self::Unrated { .. } => "`motif status` shows the ratings of each wave".into(),
            Self::LoneWave { waves } => match waves.as_slice() {
                [] => "name two segments".into(),
                waves => format!("the only wave is {}; name two segments", ticked(waves)),
            },
            Self::Same { .. } => "name two different sides".into(),
            Self::ChosenByRating { .. } => {
                "choose people by a wave, a period or a segment".into()
            }
            Self::NoDrivers => "it takes two themes with ten people each, ten rated comments for every theme, and ratings that are numbers of which a higher one is better".into(),
            Self::Gone { near: Some(near), .. } => did_you_mean(near),
            Self::Gone { near: None, .. } => "it may have been removed or corrected".into(),
            Self::SetAside { .. } => "to restore it: `motif theme confirm ID`".into(),
            Self::Search { .. } => return None,
        })
    }
}

/// Returns a hint at a name that may be meant.
pub fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// Names that are as like each other, from 0 to 1 (Jaro and Winkler), may be
/// one misspelled.
const LIKE: f64 = 0.85;

/// So many letters of a name may stand for it.
const PART: usize = 3;

/// Returns the name that is spelled most like the one that is wanted; `None`
/// where none is.
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let wanted = wanted.trim().to_lowercase();
    let like = |name: &str| {
        let name = name.to_lowercase();
        let is_part = wanted.chars().count() >= PART && name.contains(&wanted);
        if is_part {
            1.0
        } else {
            strsim::jaro_winkler(&wanted, &name)
        }
    };
    let likely = names.map(|name| (like(name), name));
    let best = likely.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
    (best.0 >= LIKE).then(|| best.1.to_owned())
}

/// How many names a hint lists.
const NAMED: usize = 12;

fn ticked(names: &[String]) -> String {
    let mut ticked: Vec<String> = names
        .iter()
        .take(NAMED)
        .map(|name| format!("`{name}`"))
        .collect();
    if names.len() > NAMED {
        ticked.push(format!("{} more", names.len() - NAMED));
    }
    match ticked.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
