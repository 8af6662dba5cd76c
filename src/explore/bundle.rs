//! The pages as files, for those who have no motif: they open from a disk in any
//! browser, and nothing can be changed in them.
//!
//! Asks the same pages as a browser does, page after page as they lead to each
//! other, and writes them with links between files. What needs motif to answer
//! (the filter, searching, decisions) is left out.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use super::error::Error;
use super::session::Session;
use super::{assets, pages};
use crate::text;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The page to begin with.
    pub first: PathBuf,
    /// How many pages there are.
    pub pages: usize,
    /// How many more would have been one too many.
    pub left_out: usize,
}

/// A bundle has at most so many pages.
const MOST: usize = 5_000;

/// Passages of a theme, and of what no theme covers, are there up to this one.
const LAST_PASSAGE: usize = 200;

/// Where a reader begins.
const FIRST: &str = "/themes";

/// Writes the pages into a folder, which must be new or empty.
pub fn write_bundle(session: Arc<Session>, folder: &Path) -> Result<Bundle, Error> {
    let failed = |source| Error::Bundle {
        folder: folder.to_owned(),
        source,
    };
    fs::create_dir_all(folder).map_err(failed)?;
    if fs::read_dir(folder).map_err(failed)?.next().is_some() {
        return Err(Error::NotEmpty {
            folder: folder.to_owned(),
        });
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::Server)?;
    let app = pages::routes()
        .nest("/assets", assets::routes())
        .with_state(session);
    let mut crawl = Crawl::new(app);
    runtime.block_on(crawl.run())?;
    for name in ["page.css", "bundle.css", "bundle.js", "icon.svg"] {
        let asset = runtime.block_on(crawl.asked(&format!("/assets/{name}")))?;
        fs::write(folder.join(name), asset.text).map_err(failed)?;
    }
    for (address, page) in &crawl.written {
        let text = crawl.linked(page);
        fs::write(folder.join(file(address)), text).map_err(failed)?;
    }
    Ok(Bundle {
        first: folder.join(file(FIRST)),
        pages: crawl.written.len(),
        left_out: crawl.left_out,
    })
}

/// The pages so far, and those to be asked for.
struct Crawl {
    app: Router,
    /// Each page by its address, without what stands behind `#`.
    written: BTreeMap<String, String>,
    /// Where addresses lead that are no pages themselves.
    moved: BTreeMap<String, String>,
    waiting: VecDeque<String>,
    left_out: usize,
}

/// What the pages answer.
struct Answered {
    text: String,
    /// Where it leads instead.
    location: Option<String>,
    is_found: bool,
}

impl Crawl {
    fn new(app: Router) -> Self {
        Self {
            app,
            written: BTreeMap::new(),
            moved: BTreeMap::new(),
            waiting: VecDeque::from([FIRST.to_owned()]),
            left_out: 0,
        }
    }

    async fn run(&mut self) -> Result<(), Error> {
        let mut known = std::collections::BTreeSet::from([FIRST.to_owned()]);
        // Single passages come last: a table of themes is worth more than one.
        let mut passages = VecDeque::new();
        while let Some(address) = self.waiting.pop_front().or_else(|| passages.pop_front()) {
            if self.written.len() >= MOST {
                self.left_out += 1;
                continue;
            }
            let answered = self.asked(&address).await?;
            if let Some(location) = answered.location {
                let kept = kept(&location);
                if let Some(to) = kept.as_ref().filter(|to| known.insert((*to).clone())) {
                    self.waiting.push_back(to.clone());
                }
                if let Some(to) = kept {
                    let part = location.split_once('#').map(|(_, part)| part);
                    let part = part.map(|part| format!("#{part}")).unwrap_or_default();
                    self.moved.insert(address, format!("{to}{part}"));
                }
                continue;
            }
            if !answered.is_found {
                continue;
            }
            for to in links(&answered.text).filter_map(|link| kept(&link)) {
                if known.insert(to.clone()) {
                    let queue = if to.starts_with("/said/") {
                        &mut passages
                    } else {
                        &mut self.waiting
                    };
                    queue.push_back(to);
                }
            }
            self.written.insert(address, answered.text);
        }
        Ok(())
    }

    async fn asked(&self, address: &str) -> Result<Answered, Error> {
        let request = Request::get(address).body(Body::empty());
        let request = request.map_err(|_| Error::missing("page at this address"))?;
        let response = match self.app.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let location = response.headers().get(header::LOCATION);
        let location = location.and_then(|to| to.to_str().ok()).map(str::to_owned);
        let is_found = response.status() == StatusCode::OK;
        let body = to_bytes(response.into_body(), usize::MAX).await;
        let body = body.map_err(|_| Error::missing("page at this address"))?;
        Ok(Answered {
            text: String::from_utf8_lossy(&body).into_owned(),
            location,
            is_found,
        })
    }

    /// Returns a page whose links lead to files; what is not there is no link.
    fn linked(&self, page: &str) -> String {
        let mut text = String::with_capacity(page.len());
        let mut rest = page;
        while let Some(at) = rest.find(HREF) {
            let from = at + HREF.len();
            let Some(length) = rest[from..].find('"') else {
                break;
            };
            let written = &rest[from..from + length];
            let to = self.target(&unescaped(written));
            text.push_str(&rest[..at]);
            match to {
                Some(to) => {
                    text.push_str(HREF);
                    text.push_str(&escaped(&to));
                    text.push('"');
                }
                None => text.push_str(" data-left-out"),
            }
            rest = &rest[from + length + 1..];
        }
        text.push_str(rest);
        let text = text.replace("src=\"/assets/", "src=\"");
        // A form has nobody who answers it.
        text.replace(" action=\"/", " data-left-out=\"")
    }

    fn target(&self, link: &str) -> Option<String> {
        if !link.starts_with('/') {
            return Some(link.to_owned());
        }
        if let Some(asset) = link.strip_prefix("/assets/") {
            return Some(asset.to_owned());
        }
        let part = link.split_once('#').map(|(_, part)| part.to_owned());
        let mut address = kept(link)?;
        let mut part = part;
        if let Some(moved) = self.moved.get(&address) {
            let (to, at) = moved.split_once('#').unwrap_or((moved, ""));
            part = Some(at.to_owned()).filter(|at| !at.is_empty()).or(part);
            address = to.to_owned();
        }
        self.written.get(&address)?;
        let part = part.map(|part| format!("#{part}")).unwrap_or_default();
        Some(format!("{}{part}", file(&address)))
    }
}

const HREF: &str = " href=\"";

/// Returns where a page leads.
fn links(page: &str) -> impl Iterator<Item = String> {
    let starts = page.match_indices(HREF).map(|(at, _)| at + HREF.len());
    starts.filter_map(|at| Some(unescaped(page[at..].split('"').next()?)))
}

fn unescaped(written: &str) -> String {
    written
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}

/// Returns the address of the page that a link leads to, where it is one of the
/// bundle's: without a filter, a search or what only motif can answer.
fn kept(link: &str) -> Option<String> {
    let link = link.split('#').next()?;
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let mut steps = path.strip_prefix('/')?.split('/');
    let (first, second) = (steps.next()?, steps.next());
    let asked: Vec<(&str, &str)> = query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .collect();
    let only = |names: &[&str]| asked.iter().all(|(name, _)| names.contains(name));
    let near = asked.iter().all(|(name, value)| {
        *name != "from" || value.parse().is_ok_and(|from: usize| from < LAST_PASSAGE)
    });
    let is_kept = match (first, second) {
        ("themes", None) => only(&["detail", "sort"]),
        ("themes", Some(_)) | ("unthemed", None) => only(&["from"]) && near,
        ("compare", None) => only(&["from", "to", "first", "second", "by", "over", "outcome"]),
        ("pain-points", None) => only(&["by"]),
        // Where something stands in an interview is a part of its page.
        ("interviews", Some(_)) => return Some(path.to_owned()),
        ("accounts", None) => only(&["name"]),
        ("said", None) => only(&["at"]),
        ("interviews" | "map" | "history", None) | ("accounts" | "said", Some(_)) => {
            asked.is_empty()
        }
        _ => false,
    };
    is_kept.then(|| link.to_owned())
}

/// Letters of a file's name that come from its address.
const NAMED: usize = 60;

/// Returns the name of the file of a page.
fn file(address: &str) -> String {
    if address == FIRST {
        return "index.html".into();
    }
    let plain = |of: char| of.is_ascii_lowercase() || of.is_ascii_digit();
    let is_plain = |name: &str| name.chars().all(|of| plain(of) || of == '/');
    let letter = |of: char| if plain(of) { of } else { '-' };
    // Some disks tell capitals from small letters, some do not.
    let name: String = address[1..]
        .to_ascii_lowercase()
        .chars()
        .map(letter)
        .collect();
    if address.len() <= NAMED && is_plain(&address[1..]) {
        return format!("{name}.html");
    }
    // What two addresses have in common must not be all of their names.
    let digest = Sha256::digest(address);
    let digest = u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"));
    // An account may be somebody's address.
    let said = percent_decode_str(address).decode_utf8_lossy();
    let name: String = if text::contacts(&said).is_empty() {
        name.chars().take(NAMED).collect()
    } else {
        "page".into()
    };
    format!("{name}-{digest:016x}.html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_the_bundle_are_those_that_need_no_motif() {
        for link in [
            "/themes",
            "/themes?detail=fine",
            "/themes/3?from=20#words",
            "/said/Q-1",
            "/compare?by=all",
        ] {
            assert!(kept(link).is_some(), "{link}");
        }
        for link in [
            "/themes?in=spring",
            "/themes/3?from=400",
            "/search?q=a",
            "/api/export/themes.csv",
            "//elsewhere",
            "#words",
        ] {
            assert_eq!(kept(link), None, "{link}");
        }
        assert_eq!(
            kept("/interviews/a.vtt?quote=Q-1#Q-1").as_deref(),
            Some("/interviews/a.vtt")
        );
    }

    #[test]
    fn every_page_has_a_file_of_its_own() {
        assert_eq!(file("/themes"), "index.html");
        assert_eq!(file("/themes/3"), "themes-3.html");
        let names = [
            "/themes/3?from=20",
            "/themes/3-from-20",
            "/accounts/A%20B",
            "/accounts/A-20B",
        ]
        .map(file);
        let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(distinct.len(), names.len(), "{names:?}");
        let long = "x".repeat(300);
        assert!(file(&format!("/accounts/{long}")).len() < 100);
    }
}
