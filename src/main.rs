//! The program: everything is in [`motif::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    motif::cli::run(std::env::args_os())
}
