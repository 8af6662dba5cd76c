//! Wherever a page leads, there is something.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::Served;
use super::support::Survey;

/// Returns the addresses that a page leads to.
fn links(page: &str) -> Vec<String> {
    let starts = page
        .match_indices("href=\"/")
        .map(|(at, _)| at + "href=\"".len());
    let address = |from: usize| {
        let rest = &page[from..];
        let whole = rest[..rest.find('"').unwrap()].replace("&amp;", "&");
        whole.split('#').next().unwrap().to_owned()
    };
    starts.map(address).collect()
}

/// Returns what an address is of: `/themes/7?in=a` is as good as `/themes/8?in=b`.
fn kind(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut parts = path.split('/').skip(1);
    let first = parts.next().unwrap_or_default();
    let deeper = if parts.next().is_some() { "/…" } else { "" };
    let names = query.split('&').map(|pair| pair.split('=').next().unwrap());
    format!("/{first}{deeper}?{}", names.collect::<Vec<_>>().join("&"))
}

/// So many addresses of a kind are followed.
const EACH: usize = 15;

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let folder = Survey::new().pontoon().study();
    folder.run("add files").succeeds();
    let served = Served::of(&folder, &[]);
    let cookie = served.enter();
    let mut followed: BTreeMap<String, usize> = BTreeMap::new();
    let mut known: BTreeSet<String> = BTreeSet::from(["/themes".to_owned()]);
    let mut open: Vec<String> = known.iter().cloned().collect();
    while let Some(address) = open.pop() {
        let count = followed.entry(kind(&address)).or_default();
        *count += 1;
        if *count > EACH {
            continue;
        }
        let mut answer = served.get(&cookie, &address);
        if answer.status == 303 {
            answer = served.get(&cookie, answer.field("location").split('#').next().unwrap());
        }
        assert_eq!(answer.status, 200, "{address}: {}", answer.body);
        for link in links(&answer.body) {
            if known.insert(link.clone()) {
                open.push(link);
            }
        }
    }
    for place in [
        "/themes?",
        "/map?",
        "/compare?",
        "/search?",
        "/interviews?",
        "/accounts?",
        "/history?",
        "/themes/…?",
        "/said/…?",
        "/accounts/…?",
        "/interviews/…?",
    ] {
        assert!(
            followed.contains_key(place),
            "nothing leads to {place}: {followed:?}"
        );
    }
}
