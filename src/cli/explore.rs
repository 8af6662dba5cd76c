//! `motif explore`: the local page.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::aside::note;
use super::failure::Failure;
use super::output::{Output, count};
use super::sources;
use super::theme::signature;
use crate::explore::{self, Guard, Session, SessionOptions};
use crate::study::Analysis;
use crate::text;

#[derive(Debug, Args)]
pub(super) struct Explore {
    /// The port to listen on, on this machine only; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,

    /// Allow no changes
    #[arg(long)]
    read_only: bool,

    /// Write the pages into a new folder instead, to read without motif:
    /// nothing can be changed there
    #[arg(long, value_name = "DIR", conflicts_with_all = ["port", "no_browser"])]
    export: Option<PathBuf>,

    /// Do not open the browser
    #[arg(long)]
    no_browser: bool,

    /// Your name, for the log; by default the one you are logged in with
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl Explore {
    pub(super) fn run(&self, dir: Option<&Path>, output: &mut Output) -> Result<(), Failure> {
        if let Some(folder) = &self.export {
            return self.write_pages(dir, folder, output);
        }
        let (listener, address) = explore::bind(self.port)?;
        let analysis = if self.read_only {
            let study = sources::study(dir)?;
            Analysis::new(study.corpus()?, study.settings(), study.past()?)
        } else {
            sources::study_analysis(dir)?
        };
        let options = SessionOptions {
            read_only: self.read_only,
            bundle: false,
            who: signature(self.by.as_deref()).who,
            clock: || signature(None).at,
        };
        let session = Session::new(sources::study(dir)?, analysis, options)?;
        let guard = Guard::new(address, secret);
        if output.json {
            output.value(&serde_json::json!({ "address": guard.address() }))?;
        } else {
            output.line(format!("motif is at {}", guard.address()))?;
        }
        output.flush()?;
        self.welcome(&guard);
        explore::serve(listener, session, guard)?;
        note("stopped; all decisions are saved in the study");
        Ok(())
    }

    /// Writes the pages as files.
    fn write_pages(
        &self,
        dir: Option<&Path>,
        folder: &Path,
        output: &mut Output,
    ) -> Result<(), Failure> {
        if text::is_revealed() {
            let problem = "pages for others always mask contact details; leave out `--reveal`";
            return Err(Failure::Choice {
                problem: problem.into(),
            });
        }
        let study = sources::study(dir)?;
        let analysis = Analysis::new(study.corpus()?, study.settings(), study.past()?);
        let options = SessionOptions {
            read_only: true,
            bundle: true,
            who: signature(self.by.as_deref()).who,
            clock: || signature(None).at,
        };
        let session = Session::new(study, analysis, options)?;
        let bundle = explore::write_bundle(session, folder)?;
        if bundle.left_out > 0 {
            let left_out = count(bundle.left_out, "page", "pages");
            note(&format!(
                "{left_out} left out: a folder of more is no help to anybody"
            ));
        }
        let pages = count(bundle.pages, "page", "pages");
        output.line(format!("wrote {pages}; open {}", bundle.first.display()))
    }

    /// Opens the browser, and hands out new addresses as long as somebody is
    /// at the keyboard.
    fn welcome(&self, guard: &Arc<Guard>) {
        note("press Ctrl-C to stop");
        if !self.no_browser
            && std::io::stdout().is_terminal()
            && open::that_detached(guard.address()).is_err()
        {
            note("no browser found: open the address yourself");
        }
        if !std::io::stdin().is_terminal() {
            return;
        }
        note("the address works once; press Enter for a new one");
        let guard = guard.clone();
        std::thread::spawn(move || {
            for _ in std::io::stdin().lines().map_while(Result::ok) {
                guard.renew(secret());
                let _ = writeln!(std::io::stdout(), "motif is at {}", guard.address());
            }
        });
    }
}

/// Returns 128 random bits, in hexadecimal digits.
fn secret() -> String {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    format!("{:032x}", u128::from_be_bytes(bytes))
}
