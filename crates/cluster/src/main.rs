//! Labels tables of comments with the themes of a motif study: Parquet, CSV and
//! JSON lines, as a stream, on all cores of one machine or on many machines.
//!
//! [`functions`] are what `DataFusion` calls for each batch of rows, [`input`]
//! says which files there are and how each is read, [`assign`] plans what is
//! done to a file, [`count`] asks the labelled table; [`cluster`] is where the
//! same plans run when one machine is outgrown.

mod assign;
mod cluster;
mod count;
mod error;
mod functions;
mod input;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use error::Error;

/// Labels tables of comments with the themes of a motif study.
#[derive(Debug, Parser)]
#[command(name = "motif-cluster", version, arg_required_else_help = true)]
struct ClusterArguments {
    #[command(subcommand)]
    command: ClusterCommand,
}

#[derive(Debug, Subcommand)]
enum ClusterCommand {
    Assign(assign::AssignTables),
    Count(count::CountThemes),
    Scheduler(cluster::Scheduler),
    Executor(cluster::Executor),
}

fn main() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("warn")).init();
    let arguments = ClusterArguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK)
        .build();
    let ended = runtime.map_err(Error::Runtime).and_then(|runtime| {
        runtime.block_on(async {
            match arguments.command {
                ClusterCommand::Assign(assign) => assign.run().await,
                ClusterCommand::Count(count) => count.run().await,
                ClusterCommand::Scheduler(scheduler) => scheduler.run().await,
                ClusterCommand::Executor(executor) => executor.run().await,
            }
        })
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error.print();
            ExitCode::FAILURE
        }
    }
}

/// Bytes of a thread's stack: plans are trees that are walked by recursion.
const STACK: usize = 16 << 20;
