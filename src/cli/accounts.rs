//! `motif accounts`: how answers and tables of customers fit together.

use std::path::Path;

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::narrative::tell;
use super::output::Output;
use super::sources;
use super::theme::signature;
use crate::corpus::AccountLink;
use crate::report::narrative;

#[derive(Debug, Args)]
pub(super) struct AccountsCommand {
    #[command(subcommand)]
    pub(super) action: Option<AccountsAction>,
}

#[derive(Debug, Subcommand)]
pub(super) enum AccountsAction {
    /// Two names are one account's
    Same {
        /// The name to replace
        name: String,
        /// The name to keep
        account: String,
        /// Your name, for the log; by default the one you are logged in with
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Two names are two accounts', and are not proposed again
    Differ {
        /// One name
        name: String,
        /// The other
        account: String,
        /// Your name, for the log; by default the one you are logged in with
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
    },
    /// Undo the last of these
    Undo,
}

impl AccountsCommand {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        let mut study = sources::study(dir)?;
        let (verb, link) = match &self.action {
            None => {
                let corpus = study.corpus()?;
                if output.json {
                    return output.value(&corpus.joining);
                }
                let told = narrative::joining(&corpus.joining, corpus.responses.len());
                return tell(&told, &corpus.scale, output);
            }
            Some(AccountsAction::Same { name, account, by }) => {
                let by = signature(by.as_deref());
                ("noted", study.link_accounts(name, account, true, &by)?)
            }
            Some(AccountsAction::Differ { name, account, by }) => {
                let by = signature(by.as_deref());
                ("noted", study.link_accounts(name, account, false, &by)?)
            }
            Some(AccountsAction::Undo) => ("undid", study.unlink_accounts()?),
        };
        if output.json {
            return output.value(&link);
        }
        output.line(format!("{verb}: {}", said(&link)))
    }
}

fn said(link: &AccountLink) -> String {
    let (name, account) = (&link.name, &link.account);
    if link.same {
        format!("“{name}” is the account “{account}”")
    } else {
        format!("“{name}” and “{account}” are two accounts")
    }
}
