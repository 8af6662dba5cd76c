//! What an address inside the page shows.

use percent_encoding::percent_decode_str;

use super::super::error::Error;
use crate::themes::{Detail, ThemeId};

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownPage {
    /// All themes.
    Themes {
        /// How finely.
        grain: Detail,
    },
    /// One theme.
    Theme {
        /// Which.
        theme: ThemeId,
        /// Only what this wave, period, group or segment says of it.
        among: Option<String>,
    },
    /// Every passage as a point.
    Map,
    /// What changed from one part of the answers to another; the last two
    /// waves where none are named.
    Change {
        /// Before.
        from: Option<String>,
        /// After.
        to: Option<String>,
    },
    /// What separates two parts of the answers.
    Contrast {
        /// One side.
        first: String,
        /// The other.
        second: String,
        /// Only what is said of this theme.
        within: Option<String>,
        /// Only answers of this wave, period or segment.
        among: Option<String>,
    },
    /// Where it is bad.
    Hotspots {
        /// The attributes looked at; none: all that make segments.
        by: Vec<String>,
        /// Only answers of this wave, period or segment.
        among: Option<String>,
    },
    /// What was found.
    Search {
        /// What was asked.
        query: String,
        /// Whether only the very words count.
        exact: bool,
    },
    /// A passage where it stands.
    Said {
        /// Its id.
        quote: String,
    },
    /// The interviews, or one of them.
    Interviews {
        /// The file; `None`: all.
        source: Option<String>,
    },
    /// The customers, or one of them.
    Accounts {
        /// Which; `None`: all.
        name: Option<String>,
    },
    /// What was decided.
    History,
}

/// Addresses longer than this are no views.
const LONGEST: usize = 2_000;

impl ShownPage {
    /// Reads an address: a path and what stands behind its `?`.
    pub fn at(address: &str) -> Result<Self, Error> {
        let refused = |reason| Error::NoPage {
            address: address.chars().take(80).collect(),
            reason,
        };
        let parts = AddressParts::of(address).map_err(refused)?;
        parts
            .shown()
            .ok_or_else(|| refused("there is no such page"))
    }
}

/// An address taken apart.
struct AddressParts {
    steps: Vec<String>,
    asked: Vec<(String, String)>,
}

impl AddressParts {
    fn of(address: &str) -> Result<Self, &'static str> {
        let strange =
            |letter: char| letter == '\\' || letter.is_control() || letter.is_whitespace();
        if address.len() > LONGEST {
            return Err("it is too long");
        }
        let Some(inside) = address
            .strip_prefix('/')
            .filter(|rest| !rest.starts_with('/'))
        else {
            return Err("it does not begin with one `/`");
        };
        if address.contains(strange) {
            return Err("it holds letters that no address has");
        }
        let whole = inside.split('#').next().unwrap_or_default();
        let (path, query) = whole.split_once('?').unwrap_or((whole, ""));
        let steps: Result<Vec<String>, _> = path.split('/').map(step).collect();
        let asked = form_urlencoded::parse(query.as_bytes()).into_owned();
        Ok(Self {
            steps: steps?,
            asked: asked
                .filter(|(_, value)| !value.trim().is_empty())
                .collect(),
        })
    }

    fn shown(&self) -> Option<ShownPage> {
        let steps: Vec<&str> = self.steps.iter().map(String::as_str).collect();
        Some(match steps[..] {
            ["themes"] => ShownPage::Themes {
                grain: self.grain()?,
            },
            ["themes", id] => ShownPage::Theme {
                theme: id.parse().ok()?,
                among: self.asked("in"),
            },
            ["map"] => ShownPage::Map,
            ["compare"] => self.compared(),
            ["search"] => ShownPage::Search {
                query: self.asked("q").unwrap_or_default(),
                exact: self.asked("exact").is_some_and(|exact| exact != "false"),
            },
            ["said", quote] => ShownPage::Said {
                quote: quote.to_owned(),
            },
            ["interviews"] => ShownPage::Interviews { source: None },
            ["interviews", source] => ShownPage::Interviews {
                source: Some(source.to_owned()),
            },
            ["accounts"] => ShownPage::Accounts { name: None },
            ["accounts", name] => ShownPage::Accounts {
                name: Some(name.to_owned()),
            },
            ["history"] => ShownPage::History,
            _ => return None,
        })
    }

    fn compared(&self) -> ShownPage {
        let among = self.asked("in");
        if let (Some(first), Some(second)) = (self.asked("first"), self.asked("second")) {
            return ShownPage::Contrast {
                first,
                second,
                within: self.asked("within"),
                among,
            };
        }
        match self.asked("by") {
            Some(by) => ShownPage::Hotspots {
                by: attributes(&by),
                among,
            },
            None => ShownPage::Change {
                from: self.asked("from"),
                to: self.asked("to"),
            },
        }
    }

    fn grain(&self) -> Option<Detail> {
        Some(match self.asked("grain").as_deref() {
            Some("broad") => Detail::Broad,
            Some("fine") => Detail::Fine,
            None | Some("default") => Detail::Default,
            Some(_) => return None,
        })
    }

    fn asked(&self, name: &str) -> Option<String> {
        let mut asked = self.asked.iter();
        let (_, value) = asked.find(|(known, _)| known == name)?;
        Some(value.clone())
    }
}

/// Returns the attributes of `tier,region`; `all` names none of them.
fn attributes(by: &str) -> Vec<String> {
    let named = by.split(',').map(str::trim);
    let named = named.filter(|name| !name.is_empty() && *name != "all");
    named.map(str::to_owned).collect()
}

/// Returns a step of a path as it is meant; none leads upwards.
fn step(written: &str) -> Result<String, &'static str> {
    let meant = percent_decode_str(written).decode_utf8();
    let meant = meant.map_err(|_| "it holds letters that no address has")?;
    if matches!(&*meant, "." | "..") || meant.contains("../") || meant.contains('\0') {
        return Err("it leads out of the page");
    }
    Ok(meant.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(address: &str) -> ShownPage {
        ShownPage::at(address).unwrap()
    }

    #[test]
    fn an_address_says_what_it_shows() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            shown("/compare?from=winter&to=tier%3A+Enterprise"),
            ShownPage::Change {
                from: some("winter"),
                to: some("tier: Enterprise")
            }
        );
        assert_eq!(
            shown("/themes/7?in=spring&grain=fine#said"),
            ShownPage::Theme {
                theme: ThemeId::Theme(7),
                among: some("spring")
            }
        );
        assert_eq!(
            shown("/compare?first=promoter&second=detractor&within=7"),
            ShownPage::Contrast {
                first: "promoter".into(),
                second: "detractor".into(),
                within: some("7"),
                among: None,
            }
        );
        assert_eq!(
            shown("/search?q=group:detractor%20phone"),
            ShownPage::Search {
                query: "group:detractor phone".into(),
                exact: false
            }
        );
        assert_eq!(
            shown("/interviews/hanne%20notes.md"),
            ShownPage::Interviews {
                source: some("hanne notes.md")
            }
        );
        assert_eq!(
            shown("/compare?by=tier,region&in=spring"),
            ShownPage::Hotspots {
                by: vec!["tier".into(), "region".into()],
                among: some("spring")
            }
        );
        assert_eq!(
            shown("/themes?grain=broad"),
            ShownPage::Themes {
                grain: Detail::Broad
            }
        );
        assert_eq!(
            shown("/compare?from="),
            ShownPage::Change {
                from: None,
                to: None
            }
        );
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
        ];
        for address in elsewhere {
            assert!(ShownPage::at(address).is_err(), "{address}");
        }
        assert!(ShownPage::at(&format!("/search?q={}", "a".repeat(LONGEST))).is_err());
    }
}
