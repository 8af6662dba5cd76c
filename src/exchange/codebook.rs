//! What people decided about themes, as a file that is good to read, to
//! compare and to keep in git.
//!
//! Themes are listed by number. What changes with every new answer, such as
//! how many people voice a theme, is left out.

use serde::{Deserialize, Serialize};

use super::error::Error;
use crate::study::{Analysis, Finding};
use crate::themes::{Request, ThemeId, ThemeKind};

/// The themes of a study and what was decided about them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodebookFile {
    /// Words that carry no topic.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// The themes, by number.
    #[serde(default, rename = "theme")]
    pub themes: Vec<CodedTheme>,
}

/// A theme in a codebook.
#[allow(clippy::struct_excessive_bools, reason = "each is a line of the file")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodedTheme {
    /// Its number in the study it comes from.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// The words that mark it.
    #[serde(default)]
    pub terms: Vec<String>,
    /// The words by which somebody asked for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seed: Vec<String>,
    /// Words and phrases that bring whatever says them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<String>,
    /// Words and phrases that keep what says them out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// The heading that somebody put it under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Whether somebody chose its passages: these are no other study's.
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_hand: bool,
    /// The numbers of themes that somebody merged into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<u32>,
    /// Whether somebody named it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub named: bool,
    /// Whether somebody said it is right.
    #[serde(default, skip_serializing_if = "is_false")]
    pub confirmed: bool,
    /// Whether it was set aside.
    #[serde(default, skip_serializing_if = "is_false")]
    pub parked: bool,
    /// Who sees to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_false(value: &bool) -> bool {
    !value
}

/// Themes of two studies are the same when they share this many of five terms.
const SHARED_TERMS: usize = 3;

impl CodebookFile {
    /// Writes down the themes of an analysis.
    pub fn new(analysis: &Analysis) -> Self {
        let mut themes: Vec<CodedTheme> = analysis
            .findings
            .iter()
            .filter(|finding| finding.theme.kind == ThemeKind::Topic)
            .filter_map(|finding| coded(analysis, finding))
            .collect();
        themes.sort_by_key(|theme| theme.id);
        Self {
            exclude: analysis.codebook.excluded(),
            themes,
        }
    }

    /// Writes it as TOML.
    pub fn to_toml(&self) -> String {
        let head =
            "# Themes and what was decided about them. `motif import codebook` reads it.\n\n";
        let body = toml::to_string_pretty(self).expect("a codebook is TOML");
        format!("{head}{body}")
    }

    /// Reads TOML or JSON; `file` is named in errors.
    pub fn read(text: &str, file: &str) -> Result<Self, Error> {
        let failed = |reason: String| Error::NotACodebook {
            file: file.to_owned(),
            reason: reason.trim_end().replace('\n', "\n  "),
        };
        if text.trim_start().starts_with('{') {
            return serde_json::from_str(text).map_err(|error| failed(error.to_string()));
        }
        toml::from_str(text).map_err(|error| failed(error.to_string()))
    }

    /// Returns what must be decided in a study for it to hold what stands here.
    ///
    /// A theme is found again by its name or its terms; one that somebody
    /// decided about and that is not there is asked for by its words.
    pub fn requests(&self, analysis: &Analysis) -> Vec<Request> {
        let mut requests = Vec::new();
        let excluded = analysis.codebook.excluded();
        let missing = self.exclude.iter().any(|word| !excluded.contains(word));
        if missing {
            requests.push(Request::Exclude {
                words: self.exclude.clone(),
            });
        }
        for theme in &self.themes {
            match found(analysis, theme) {
                Some((number, finding)) => {
                    requests.extend(differences(analysis, theme, number, finding));
                }
                None => requests.extend(theme.asked_for()),
            }
        }
        requests
    }
}

impl CodedTheme {
    fn is_decided(&self) -> bool {
        let is_marked = self.named || self.confirmed || self.parked;
        is_marked || self.owner.is_some() || !self.seed.is_empty()
    }

    /// A theme that is not there is asked for by the words that marked it.
    fn asked_for(&self) -> Option<Request> {
        let words = if self.seed.is_empty() {
            &self.terms
        } else {
            &self.seed
        };
        let is_wanted = self.is_decided() && !self.parked && !self.by_hand && !words.is_empty();
        is_wanted.then(|| Request::Seed {
            words: words.clone(),
        })
    }
}

fn coded(analysis: &Analysis, finding: &Finding) -> Option<CodedTheme> {
    let ThemeId::Theme(number) = finding.theme.id else {
        return None;
    };
    let standing = &finding.theme.standing;
    let origins = finding.origins.iter();
    let mut merged: Vec<u32> = origins
        .filter_map(|origin| analysis.memory.numbers().get(origin).copied())
        .filter(|&first| first != number)
        .collect();
    merged.sort_unstable();
    Some(CodedTheme {
        id: number,
        name: finding.theme.name.clone(),
        terms: finding.theme.terms.clone(),
        seed: analysis.codebook.seed(number).unwrap_or_default().to_vec(),
        phrases: phrases(analysis, number),
        without: without(analysis, number),
        group: heading(analysis, number),
        by_hand: analysis.codebook.created().contains(&number),
        merged,
        named: standing.named,
        confirmed: standing.confirmed,
        parked: standing.parked,
        owner: standing.owner.clone(),
    })
}

/// Returns the phrases of a theme, other than the words it was asked for by.
fn phrases(analysis: &Analysis, theme: u32) -> Vec<String> {
    let codebook = &analysis.codebook;
    let phrases = codebook.phrases(theme);
    if codebook.seed(theme) == Some(&phrases) {
        return Vec::new();
    }
    phrases
}

fn without(analysis: &Analysis, theme: u32) -> Vec<String> {
    let exclusions = analysis.codebook.exclusions();
    exclusions.get(&theme).copied().unwrap_or_default().to_vec()
}

fn heading(analysis: &Analysis, theme: u32) -> Option<String> {
    let headings = analysis.codebook.headings().into_iter();
    let mut own = headings.filter(|(_, under)| under.contains(&theme));
    own.next().map(|(heading, _)| heading.to_owned())
}

/// Returns the theme of a study that a theme of a codebook is: first by
/// seed, then by name, then by terms.
fn found<'a>(analysis: &'a Analysis, theme: &CodedTheme) -> Option<(u32, &'a Finding)> {
    let numbered = |finding: &'a Finding| match finding.theme.id {
        ThemeId::Theme(number) => Some((number, finding)),
        ThemeId::Broad(_) | ThemeId::Part(..) => None,
    };
    let themes: Vec<(u32, &Finding)> = analysis.findings.iter().filter_map(numbered).collect();
    let by = |is_it: &dyn Fn(&(u32, &Finding)) -> bool| themes.iter().copied().find(is_it);
    let is_asked_for = |(number, _): &(u32, &Finding)| {
        let words = analysis.codebook.seed(*number);
        words.is_some_and(|words| words == theme.seed || words == theme.terms)
    };
    let is_named = |(_, finding): &(u32, &Finding)| {
        finding.theme.name.to_lowercase() == theme.name.to_lowercase()
    };
    let shared = |finding: &Finding| {
        let terms = finding.theme.terms.iter();
        terms.filter(|term| theme.terms.contains(term)).count()
    };
    if theme.by_hand {
        return by(&is_named);
    }
    by(&is_asked_for).or_else(|| by(&is_named)).or_else(|| {
        let same = by(&|(number, finding)| *number == theme.id && shared(finding) >= SHARED_TERMS);
        same.or_else(|| by(&|(_, finding)| shared(finding) >= SHARED_TERMS))
    })
}

fn differences(
    analysis: &Analysis,
    wanted: &CodedTheme,
    theme: u32,
    finding: &Finding,
) -> Vec<Request> {
    let is = &finding.theme.standing;
    let mut requests = Vec::new();
    if wanted.named && finding.theme.name != wanted.name {
        requests.push(Request::Rename {
            theme,
            name: wanted.name.clone(),
        });
    }
    let shown = |number: &u32| {
        let id = ThemeId::Theme(*number);
        *number != theme
            && analysis
                .findings
                .iter()
                .any(|finding| finding.theme.id == id)
    };
    let from: Vec<u32> = wanted.merged.iter().copied().filter(shown).collect();
    if wanted.id == theme && !from.is_empty() {
        requests.push(Request::Merge { into: theme, from });
    }
    let has = (phrases(analysis, theme), without(analysis, theme));
    if has != (wanted.phrases.clone(), wanted.without.clone())
        && !(wanted.phrases.is_empty() && wanted.without.is_empty())
    {
        requests.push(Request::Phrases {
            theme,
            words: wanted.phrases.clone(),
            without: wanted.without.clone(),
        });
    }
    if wanted.group.is_some() && heading(analysis, theme) != wanted.group {
        requests.push(Request::Group {
            heading: wanted.group.clone(),
            themes: vec![theme],
        });
    }
    if wanted.parked && !is.parked {
        requests.push(Request::Park { theme });
    }
    if wanted.confirmed && !is.confirmed {
        requests.push(Request::Confirm { theme });
    }
    if wanted.owner.is_some() && is.owner != wanted.owner {
        requests.push(Request::Own {
            theme,
            owner: wanted.owner.clone(),
        });
    }
    requests
}
