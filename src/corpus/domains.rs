//! Which customer an e-mail address belongs to, by its domain.
//!
//! What counts as one domain is the Public Suffix List's to say (the crate
//! `psl`): `ann@eu.lift.co.uk` is at `lift.co.uk`, and `co.uk` is nobody's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Hosts at which anybody has an address.
static FREE_MAIL: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../stopwords/free-mail.txt").lines();
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Who owns each domain.
#[derive(Clone, Debug, Default)]
pub(super) struct Domains {
    owners: BTreeMap<String, BTreeSet<usize>>,
}

/// What is known of the domain of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DomainOwner {
    /// It is one customer's.
    One(usize),
    /// Anybody may have an address there.
    FreeMail(String),
    /// Several customers have it.
    Shared(String),
    /// It is not known.
    Unknown,
}

impl Domains {
    /// Notes that a domain, a web address or an address of mail is an owner's.
    pub(super) fn add(&mut self, written: &str, owner: usize) {
        if let Some(host) = host(written).filter(|host| registrable(host).is_some()) {
            self.owners.entry(host).or_default().insert(owner);
        }
    }

    /// Returns whose an address is: by its own host, else by what that is part of.
    pub(super) fn owner(&self, address: &str) -> DomainOwner {
        let Some(host) = host(address) else {
            return DomainOwner::Unknown;
        };
        let Some(domain) = registrable(&host) else {
            return DomainOwner::Unknown;
        };
        if FREE_MAIL.contains(&domain) {
            return DomainOwner::FreeMail(domain.to_owned());
        }
        let mut part = host.as_str();
        while part.len() >= domain.len() {
            if let Some(owners) = self.owners.get(part) {
                return match owners.first().filter(|_| owners.len() == 1) {
                    Some(owner) => DomainOwner::One(*owner),
                    None => DomainOwner::Shared(part.to_owned()),
                };
            }
            match part.split_once('.') {
                Some((_, rest)) => part = rest,
                None => break,
            }
        }
        DomainOwner::Unknown
    }
}

/// Returns the domain that somebody registered: `lift.co.uk` of `eu.lift.co.uk`.
pub(super) fn registrable(host: &str) -> Option<&str> {
    psl::domain_str(host)
}

/// Returns the host in `ann@eu.lift.example` or `https://www.lift.example/de`.
pub(super) fn host(written: &str) -> Option<String> {
    let written = written.trim().to_lowercase();
    let after = written
        .split_once("://")
        .map_or(&*written, |(_, rest)| rest);
    let after = after.rsplit_once('@').map_or(after, |(_, host)| host);
    let host = after.split(['/', ':', '?', '>', ' ']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let host = host.trim_end_matches('.');
    let is_host = host.contains('.') && !host.contains("..") && !host.starts_with('.');
    is_host.then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_a_subdomain_is_the_customers() {
        let mut domains = Domains::default();
        domains.add("https://www.Lift.example/de", 3);
        assert_eq!(domains.owner("ann@eu.lift.example"), DomainOwner::One(3));
        assert_eq!(
            domains.owner("ann@liftexample.example"),
            DomainOwner::Unknown
        );
    }

    #[test]
    fn a_subdomain_may_have_an_owner_of_its_own() {
        let mut domains = Domains::default();
        domains.add("north.holding.example", 1);
        domains.add("south.holding.example", 2);
        assert_eq!(
            domains.owner("a@north.holding.example"),
            DomainOwner::One(1)
        );
        assert_eq!(domains.owner("a@holding.example"), DomainOwner::Unknown);
    }

    #[test]
    fn nobody_owns_a_public_suffix_a_free_host_or_what_two_state() {
        let mut domains = Domains::default();
        domains.add("co.uk", 1);
        domains.add("gmail.com", 1);
        domains.add("both.example", 1);
        domains.add("both.example", 2);
        assert_eq!(domains.owner("a@other.co.uk"), DomainOwner::Unknown);
        let free = DomainOwner::FreeMail("gmail.com".into());
        assert_eq!(domains.owner("a@gmail.com"), free);
        let shared = DomainOwner::Shared("both.example".into());
        assert_eq!(domains.owner("a@both.example"), shared);
    }
}
