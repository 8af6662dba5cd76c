//! Which names are one customer's, as people say it.

use std::collections::BTreeSet;

use super::decisions::Signature;
use super::error::Error;
use super::folder::Study;
use crate::corpus::{AccountLink, Corpus, kept_under};
use crate::feedback::account_key;

impl Study {
    /// Writes down whether two names are one customer's; returns what was.
    pub fn link_accounts(
        &mut self,
        name: &str,
        account: &str,
        same: bool,
        by: &Signature,
    ) -> Result<AccountLink, Error> {
        let corpus = self.corpus()?;
        let link = AccountLink {
            name: known(&corpus, name)?,
            account: known(&corpus, account)?,
            same,
        };
        if account_key(&link.name) == account_key(&link.account) {
            return Err(Error::OneAccount { name: link.name });
        }
        let kept = kept_under(&corpus.links, &link.account);
        let is = |name: &String| account_key(name) == account_key(&link.name);
        if same && kept.iter().any(is) {
            return Err(Error::CircularAccounts {
                name: link.name,
                account: link.account,
            });
        }
        let entries = std::slice::from_ref(&link);
        self.store()
            .enter(AccountLink::KIND, &by.at, &by.who, entries)?;
        Ok(link)
    }

    /// Takes back what was said last of names of customers; returns it.
    pub fn unlink_accounts(&mut self) -> Result<AccountLink, Error> {
        let entries = self.stored().register::<AccountLink>(AccountLink::KIND)?;
        let last = entries.into_iter().rfind(|entry| !entry.undone);
        let last = last.ok_or(Error::NothingLinked)?;
        self.store().take_back(last.number)?;
        Ok(last.content)
    }
}

/// Returns a customer's name as the files write it.
fn known(corpus: &Corpus, wanted: &str) -> Result<String, Error> {
    let answers = corpus
        .responses
        .iter()
        .filter_map(|of| of.account.as_deref());
    let talks = corpus
        .interviews
        .iter()
        .filter_map(|of| of.account.as_deref());
    let tables = corpus.accounts.iter().map(|of| of.name.as_str());
    // A name that was joined to another stands in no row any more.
    let joined = corpus.links.iter().map(|link| link.name.as_str());
    let names: BTreeSet<&str> = tables.chain(answers).chain(talks).chain(joined).collect();
    let key = account_key(wanted);
    let found = names.iter().find(|name| account_key(name) == key);
    let near = || {
        let key = key.split(' ').next().unwrap_or_default();
        let alike = names
            .iter()
            .filter(|name| account_key(name).starts_with(key));
        alike.take(3).map(|name| (*name).to_owned()).collect()
    };
    match found {
        Some(name) => Ok((*name).trim().to_owned()),
        None => Err(Error::NoAccount {
            wanted: wanted.to_owned(),
            near: near(),
        }),
    }
}
