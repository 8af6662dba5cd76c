//! `motif completions` and `motif man`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::failure::Failure;
use super::output::Output;

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, output: &mut Output) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(
            self.shell,
            &mut super::Arguments::command(),
            "motif",
            &mut script,
        );
        output.document(&String::from_utf8_lossy(&script), None)
    }
}

#[derive(Debug, Args)]
pub(super) struct Man {}

impl Man {
    #[allow(clippy::unused_self)]
    pub(super) fn run(&self, output: &mut Output) -> Result<(), Failure> {
        let mut page = Vec::new();
        clap_mangen::Man::new(super::Arguments::command()).render(&mut page)?;
        for command in super::Arguments::command().get_subcommands() {
            let man = clap_mangen::Man::new(command.clone());
            man.render_name_section(&mut page)?;
            man.render_description_section(&mut page)?;
            man.render_options_section(&mut page)?;
        }
        output.document(&String::from_utf8_lossy(&page), None)
    }
}
