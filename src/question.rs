//! What can be asked of a study.
//!
//! One type that a command, a page, a kept view and an export all hold, with
//! the address that it has on the page: `/compare?from=winter&to=spring`. How
//! it is answered is `inquiry`'s. It stands below `study`, because views that
//! are kept hold it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use crate::themes::{Detail, ThemeId};

/// A question. A *part of the answers* is written as it is typed: a wave, a
/// period, a group, a segment, or several of them (`spring & tier:enterprise`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// What changed from one part of the answers to another? The last two waves
    /// where none are named.
    Change {
        /// The part before.
        from: Option<String>,
        /// The part after.
        to: Option<String>,
    },
    /// What separates two parts of the answers?
    Contrast {
        /// One side.
        first: String,
        /// The other.
        second: String,
        /// Only what is said of this theme, by its id.
        within: Option<String>,
        /// Only answers of this part.
        among: Option<String>,
    },
    /// Which segments are worse off, and what is said there?
    Hotspots {
        /// The attributes looked at; none: all that make segments.
        by: Vec<String>,
        /// Only answers of this part.
        among: Option<String>,
        /// How many people a segment must have; `None`: as many as usual.
        least: Option<u64>,
    },
    /// Do the score and the themes go with what became of customers?
    Outcomes {
        /// The attribute that says what became of them; `None`: every one that does.
        outcome: Option<String>,
        /// Only answers of this part.
        among: Option<String>,
    },
    /// Which themes move the rating, taken together?
    Drivers {
        /// Only answers of this part.
        among: Option<String>,
    },
    /// What do people in interviews struggle with?
    PainPoints {
        /// Side by side by this attribute of the interviews.
        by: Option<String>,
    },
    /// How did score, groups and themes go?
    Trends {
        /// What a point in time is.
        by: PeriodKind,
        /// Only answers of this part.
        among: Option<String>,
    },
    /// What is said of a theme?
    Theme {
        /// Which.
        theme: ThemeId,
        /// Only by answers of this part.
        among: Option<String>,
    },
    /// Which texts answer a query?
    Search(SearchQuestion),
    /// What does somebody say at a place?
    Passage {
        /// A quote's id, or a place (`spring.csv:S-002:0-17`).
        at: String,
    },
    /// What does a customer say?
    Account {
        /// The account, however it is spelled.
        name: String,
    },
    /// What does somebody say in an interview?
    Interview {
        /// Its file.
        source: String,
    },
}

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchQuestion {
    /// The query as it is written.
    pub query: String,
    /// Whether only the words as they are written count.
    pub exact: bool,
    /// A passage that others should be like: a quote's id, or a place.
    pub like: Option<String>,
    /// Only comments of this part of the answers.
    pub among: Option<String>,
    /// Which hits come first.
    pub order: HitOrder,
}

/// Which hits come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HitOrder {
    /// The best answer.
    #[default]
    Best,
    /// The latest.
    Newest,
    /// The earliest.
    Oldest,
    /// The best rating.
    Highest,
    /// The worst rating.
    Lowest,
}

/// What a period is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PeriodKind {
    /// A wave.
    #[default]
    Wave,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Seven days from a Monday (ISO 8601).
    Week,
}

impl PeriodKind {
    /// All of them, with their names in addresses and on the command line.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Wave, "wave"),
        (Self::Month, "month"),
        (Self::Quarter, "quarter"),
        (Self::Week, "week"),
    ];

    /// Returns the name in addresses and on the command line.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

impl std::str::FromStr for PeriodKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut named = Self::ALL.iter().filter(|(_, name)| *name == text);
        let known = named.next().map(|(kind, _)| *kind);
        known.ok_or_else(|| "a trend is by `wave`, `week`, `month` or `quarter`".into())
    }
}

/// What a page of `motif explore` shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The answer to a question.
    Answer(Question),
    /// All themes.
    Themes(Detail),
    /// Every passage as a point.
    Map,
    /// All interviews.
    Interviews,
    /// All customers.
    Accounts,
    /// What was decided.
    History,
    /// Passages that were chosen, as a table.
    Passages,
    /// What no theme covers.
    Unthemed,
    /// Texts to read, to check a theme.
    Check,
}

/// An address that no page of a study has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{address}` is not a page of the study: {reason}")]
pub struct NoPage {
    /// The beginning of the address.
    pub address: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

/// Addresses longer than this are no pages.
const LONGEST: usize = 2_000;

impl Page {
    /// Reads an address: a path and what stands behind its `?`.
    pub fn parse(address: &str) -> Result<Self, NoPage> {
        let refused = |reason| NoPage {
            address: address.chars().take(80).collect(),
            reason,
        };
        let parts = Parts::parse(address).map_err(refused)?;
        parts.page().map_err(refused)
    }
}

impl Question {
    /// Returns the address of the page that answers it.
    pub fn address(&self) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Self::Theme { theme, among } => {
                asking(&format!("/themes/{theme}"), &[("in", &text(among))])
            }
            Self::Search(search) => asking(
                "/search",
                &[
                    ("q", &search.query),
                    ("exact", if search.exact { "true" } else { "" }),
                    ("like", &text(&search.like)),
                    ("in", &text(&search.among)),
                ],
            ),
            Self::Passage { at } if at.starts_with("Q-") => about("/said", at),
            Self::Passage { at } => asking("/said", &[("at", at)]),
            Self::Account { name } => about("/accounts", name),
            Self::Interview { source } => about("/interviews", source),
            Self::PainPoints { by } => asking("/pain-points", &[("by", &text(by))]),
            _ => self.compared_at("/compare"),
        }
    }

    /// Returns an address that answers a comparison, behind some path.
    pub fn compared_at(&self, path: &str) -> String {
        let asked = self.compared();
        let asked: Vec<(&str, &str)> = asked
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        asking(path, &asked)
    }

    fn compared(&self) -> Vec<(&'static str, String)> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Self::Change { from, to } => vec![("from", text(from)), ("to", text(to))],
            Self::Contrast {
                first,
                second,
                within,
                among,
            } => vec![
                ("first", first.clone()),
                ("second", second.clone()),
                ("within", text(within)),
                ("in", text(among)),
            ],
            Self::Hotspots { by, among, least } => vec![
                (
                    "by",
                    if by.is_empty() {
                        ALL.into()
                    } else {
                        by.join(",")
                    },
                ),
                ("in", text(among)),
                (
                    "least",
                    least.map(|least| least.to_string()).unwrap_or_default(),
                ),
            ],
            Self::Outcomes { outcome, among } => vec![
                ("outcome", outcome.clone().unwrap_or_else(|| ALL.into())),
                ("in", text(among)),
            ],
            Self::Trends { by, among } => {
                vec![("over", by.name().to_owned()), ("in", text(among))]
            }
            Self::Drivers { among } => vec![("drivers", ALL.into()), ("in", text(among))],
            _ => Vec::new(),
        }
    }
}

/// Stands for every attribute.
const ALL: &str = "all";

/// What the address of a comparison holds behind its `?`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
pub struct Compared {
    /// Before.
    pub from: Option<String>,
    /// After.
    pub to: Option<String>,
    /// One side of a contrast.
    pub first: Option<String>,
    /// The other.
    pub second: Option<String>,
    /// Only what is said of this theme.
    pub within: Option<String>,
    /// Only answers of a wave, a period or a segment.
    pub r#in: Option<String>,
    /// Where it is bad: by these attributes, between commas; `all`.
    pub by: Option<String>,
    /// How many people a segment must have to be looked at.
    pub least: Option<String>,
    /// Whether it goes with this outcome; `all`.
    pub outcome: Option<String>,
    /// How it went: over `wave`, `week`, `month` or `quarter`.
    pub over: Option<String>,
    /// Which themes move the rating together: `all`.
    pub drivers: Option<String>,
}

impl Compared {
    /// Returns what is asked; what is empty is not asked for.
    pub fn question(self) -> Result<Question, &'static str> {
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let named = |text: String| Some(text).filter(|text| text != ALL);
        let among = given(self.r#in);
        Ok(match (given(self.first), given(self.second)) {
            (Some(first), Some(second)) => Question::Contrast {
                first,
                second,
                within: given(self.within),
                among,
            },
            (Some(_), None) | (None, Some(_)) => return Err("choose both sides"),
            (None, None) if given(self.drivers).is_some() => Question::Drivers { among },
            (None, None) => match (given(self.by), given(self.outcome), given(self.over)) {
                (Some(by), ..) => Question::Hotspots {
                    by: attributes(&by),
                    among,
                    least: given(self.least)
                        .map(|least| {
                            least
                                .parse()
                                .map_err(|_| "`least` must be a number of people")
                        })
                        .transpose()?,
                },
                (_, Some(outcome), _) => Question::Outcomes {
                    outcome: named(outcome),
                    among,
                },
                (.., Some(over)) => Question::Trends {
                    by: over
                        .parse()
                        .map_err(|_| "a trend is by `wave`, `week`, `month` or `quarter`")?,
                    among,
                },
                _ => Question::Change {
                    from: given(self.from),
                    to: given(self.to),
                },
            },
        })
    }
}

/// Returns the attributes of `tier,region`; `all` names none of them.
fn attributes(by: &str) -> Vec<String> {
    let named = by.split(',').map(str::trim);
    let named = named.filter(|name| !name.is_empty() && *name != ALL);
    named.map(str::to_owned).collect()
}

/// An address taken apart.
struct Parts {
    steps: Vec<String>,
    query: String,
}

impl Parts {
    fn parse(address: &str) -> Result<Self, &'static str> {
        let strange =
            |letter: char| letter == '\\' || letter.is_control() || letter.is_whitespace();
        if address.len() > LONGEST {
            return Err("it is too long");
        }
        let Some(inside) = address
            .strip_prefix('/')
            .filter(|rest| !rest.starts_with('/'))
        else {
            return Err("it must begin with a single `/`");
        };
        if address.contains(strange) {
            return Err("it has characters that a link cannot have");
        }
        let whole = inside.split('#').next().unwrap_or_default();
        let (path, query) = whole.split_once('?').unwrap_or((whole, ""));
        let steps: Result<Vec<String>, _> = path.split('/').map(step).collect();
        Ok(Self {
            steps: steps?,
            query: query.to_owned(),
        })
    }

    fn page(&self) -> Result<Page, &'static str> {
        let steps: Vec<&str> = self.steps.iter().map(String::as_str).collect();
        let question = match steps[..] {
            ["themes"] => return Ok(Page::Themes(self.detail()?)),
            ["map"] => return Ok(Page::Map),
            ["history"] => return Ok(Page::History),
            ["passages"] => return Ok(Page::Passages),
            ["unthemed"] => return Ok(Page::Unthemed),
            ["check", _] => return Ok(Page::Check),
            ["themes", id] => Question::Theme {
                theme: id.parse().map_err(|_| NONE)?,
                among: self.asked("in"),
            },
            ["compare"] => {
                let compared = serde_urlencoded::from_str(&self.query);
                let compared: Compared = compared.map_err(|_| "its query cannot be read")?;
                compared.question()?
            }
            ["search"] => Question::Search(SearchQuestion {
                query: self.asked("q").unwrap_or_default(),
                exact: self.asked("exact").is_some_and(|exact| exact != "false"),
                like: self.asked("like"),
                among: self.asked("in"),
                order: HitOrder::default(),
            }),
            ["pain-points"] => Question::PainPoints {
                by: self.asked("by"),
            },
            ["said", at] => Question::Passage { at: at.to_owned() },
            ["said"] => Question::Passage {
                at: self.asked("at").ok_or(NONE)?,
            },
            ["interviews", source] => Question::Interview {
                source: source.to_owned(),
            },
            ["interviews"] => match self.asked("name") {
                Some(source) => Question::Interview { source },
                None => return Ok(Page::Interviews),
            },
            ["accounts", name] => Question::Account {
                name: name.to_owned(),
            },
            ["accounts"] => match self.asked("name") {
                Some(name) => Question::Account { name },
                None => return Ok(Page::Accounts),
            },
            _ => return Err(NONE),
        };
        Ok(Page::Answer(question))
    }

    fn detail(&self) -> Result<Detail, &'static str> {
        let detail = self.asked("detail").or_else(|| self.asked("grain"));
        Ok(match detail.as_deref() {
            Some("broad") => Detail::Broad,
            Some("fine") => Detail::Fine,
            None | Some("default") => Detail::Default,
            Some(_) => return Err(NONE),
        })
    }

    fn asked(&self, name: &str) -> Option<String> {
        let mut asked = form_urlencoded::parse(self.query.as_bytes());
        let (_, value) = asked.find(|(known, value)| known == name && !value.trim().is_empty())?;
        Some(value.into_owned())
    }
}

const NONE: &str = "there is no such page";

/// Returns a step of a path as it is meant; none leads upwards.
fn step(written: &str) -> Result<String, &'static str> {
    let meant = percent_decode_str(written).decode_utf8();
    let meant = meant.map_err(|_| "it has characters that a link cannot have")?;
    if matches!(&*meant, "." | "..") || meant.contains("../") || meant.contains('\0') {
        return Err("it leads outside motif");
    }
    Ok(meant.into_owned())
}

/// Returns the address of the page about something that has a name.
fn about(place: &str, name: &str) -> String {
    match name {
        // Browsers take these for folders, however they are written.
        "" | "." | ".." => format!("{place}?name={}", encoded(name)),
        _ => format!("{place}/{}", encoded(name)),
    }
}

/// Returns an address with what is asked behind its `?`; nothing for what is empty.
pub fn asking(path: &str, asked: &[(&str, &str)]) -> String {
    let pairs = asked.iter().filter(|(_, value)| !value.is_empty());
    let pairs = pairs.map(|(name, value)| format!("{name}={}", encoded(value)));
    match pairs.collect::<Vec<_>>().join("&") {
        query if query.is_empty() => path.to_owned(),
        query => with(path, &query),
    }
}

/// Returns an address with something more behind its `?`.
pub fn with(page: &str, asked: &str) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}{asked}")
}

/// What an address holds as it is (RFC 3986).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Returns a text as it stands in an address: `a/b` as `a%2Fb`.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pain_points(by: Option<&str>) -> Question {
        Question::PainPoints {
            by: by.map(str::to_owned),
        }
    }

    #[allow(clippy::too_many_lines, reason = "it is a list")]
    fn questions() -> Vec<(&'static str, Question)> {
        vec![
            (
                "/compare?from=winter&to=tier%3A%20Enterprise",
                Question::Change {
                    from: Some("winter".into()),
                    to: Some("tier: Enterprise".into()),
                },
            ),
            (
                "/compare",
                Question::Change {
                    from: None,
                    to: None,
                },
            ),
            (
                "/themes/7?in=spring",
                Question::Theme {
                    theme: ThemeId::Theme(7),
                    among: Some("spring".into()),
                },
            ),
            (
                "/compare?first=promoter&second=detractor&within=7",
                Question::Contrast {
                    first: "promoter".into(),
                    second: "detractor".into(),
                    within: Some("7".into()),
                    among: None,
                },
            ),
            (
                "/compare?by=tier%2Cregion&in=spring&least=5",
                Question::Hotspots {
                    by: vec!["tier".into(), "region".into()],
                    among: Some("spring".into()),
                    least: Some(5),
                },
            ),
            (
                "/compare?by=all",
                Question::Hotspots {
                    by: Vec::new(),
                    among: None,
                    least: None,
                },
            ),
            (
                "/compare?outcome=churned",
                Question::Outcomes {
                    outcome: Some("churned".into()),
                    among: None,
                },
            ),
            (
                "/compare?over=month",
                Question::Trends {
                    by: PeriodKind::Month,
                    among: None,
                },
            ),
            (
                "/compare?over=week&in=tier%3Agold",
                Question::Trends {
                    by: PeriodKind::Week,
                    among: Some("tier:gold".into()),
                },
            ),
            ("/compare?drivers=all", Question::Drivers { among: None }),
            (
                "/search?q=group%3Adetractor%20phone&exact=true",
                Question::Search(SearchQuestion {
                    query: "group:detractor phone".into(),
                    exact: true,
                    ..SearchQuestion::default()
                }),
            ),
            (
                "/said/Q-3f9c",
                Question::Passage {
                    at: "Q-3f9c".into(),
                },
            ),
            (
                "/said?at=spring.csv%3AS-1%3F%26%3A0-17",
                Question::Passage {
                    at: "spring.csv:S-1?&:0-17".into(),
                },
            ),
            (
                "/interviews/hanne%20notes.md",
                Question::Interview {
                    source: "hanne notes.md".into(),
                },
            ),
            (
                "/accounts/A%2FB%20%252F%20%3Cb%3E%F0%9F%98%80",
                Question::Account {
                    name: "A/B %2F <b>😀".into(),
                },
            ),
            ("/accounts?name=..", Question::Account { name: "..".into() }),
            ("/pain-points?by=role", pain_points(Some("role"))),
            ("/pain-points", pain_points(None)),
        ]
    }

    #[test]
    fn a_question_has_one_address_and_is_read_from_it() {
        for (address, question) in questions() {
            assert_eq!(question.address(), address);
            assert_eq!(Page::parse(address).unwrap(), Page::Answer(question));
        }
    }

    #[test]
    fn what_is_empty_is_not_asked() {
        assert_eq!(
            asking("/a", &[("b", ""), ("c", "d & e")]),
            "/a?c=d%20%26%20e"
        );
        assert_eq!(asking("/a", &[("b", "")]), "/a");
        let change = Question::Change {
            from: None,
            to: None,
        };
        assert_eq!(Page::parse("/compare?from=").unwrap(), Page::Answer(change));
    }

    #[test]
    fn a_page_of_many_things_is_no_question() {
        assert_eq!(
            Page::parse("/themes?grain=broad").unwrap(),
            Page::Themes(Detail::Broad)
        );
        assert_eq!(Page::parse("/interviews").unwrap(), Page::Interviews);
        assert_eq!(Page::parse("/map#x").unwrap(), Page::Map);
    }

    #[test]
    fn what_leads_elsewhere_is_no_page() {
        let elsewhere = [
            "",
            "themes",
            "//example.org/themes",
            "/\\example.org",
            "https://example.org/themes",
            "javascript:alert(1)",
            "/../corpus.db",
            "/interviews/..",
            "/interviews/%2e%2e",
            "/interviews/%2e%2e%2fcorpus.db",
            "/themes\n/7",
            "/themes/nothing",
            "/themes?grain=odd",
            "/api/decisions",
            "/assets/page.js",
            "/",
            "/themes/7/8/9",
            "/interviews/%ff",
            "/compare?first=promoter",
            "/compare?over=day",
        ];
        for address in elsewhere {
            assert!(Page::parse(address).is_err(), "{address}");
        }
        assert!(Page::parse(&format!("/search?q={}", "a".repeat(LONGEST))).is_err());
    }
}
