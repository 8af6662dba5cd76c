//! Why the page cannot answer.

use std::path::PathBuf;

use axum::http::StatusCode;

use crate::inquiry;
use crate::search;
use crate::study;

/// Why the page cannot answer.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say what the variants are")]
pub enum Error {
    #[error(transparent)]
    Study(#[from] study::Error),
    #[error(transparent)]
    Inquiry(#[from] inquiry::Error),
    #[error(transparent)]
    Search(#[from] search::Error),
    #[error("{problem}")]
    Query {
        problem: search::Error,
        /// The first character of the query that cannot be read, and the one
        /// after the last.
        at: (usize, usize),
    },
    #[error("port {port} is not available")]
    Port {
        port: u16,
        #[source]
        source: std::io::Error,
    },
    #[error("the server stopped")]
    Server(#[source] std::io::Error),
    #[error("there is no {what}")]
    Missing { what: String },
    #[error("{reason}")]
    Asked { reason: String },
    #[error("the study was changed since this page was shown")]
    Changed {
        /// What was decided in the meantime, as far as the log tells.
        since: Vec<String>,
    },
    #[error("the pages cannot be written to `{}`", folder.display())]
    Bundle {
        folder: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("`{}` is not empty", folder.display())]
    NotEmpty { folder: PathBuf },
    #[error("this study was opened read-only")]
    ReadOnly,
}

impl Error {
    /// Returns that something is not there: "there is no theme 7".
    pub(super) fn missing(what: impl Into<String>) -> Self {
        Self::Missing { what: what.into() }
    }

    /// Returns why a request cannot be read.
    pub(super) fn asked(reason: impl Into<String>) -> Self {
        Self::Asked {
            reason: reason.into(),
        }
    }

    /// Returns what is wrong with a query, where in it we know; else that it
    /// cannot be answered.
    pub(super) fn of_query(problem: search::Error, query: &str) -> Self {
        match problem.at() {
            Some(at) => Self::Query {
                at: at.in_characters(query),
                problem,
            },
            None => Self::Search(problem),
        }
    }

    /// Returns the first character of a query that cannot be read, from 1.
    pub(super) fn column(&self) -> Option<usize> {
        match self {
            Self::Query { at, .. } => Some(at.0 + 1),
            _ => None,
        }
    }

    /// Returns the HTTP status that says the same.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Missing { .. } | Self::Study(study::Error::NoView { .. }) => {
                StatusCode::NOT_FOUND
            }
            Self::Asked { .. } | Self::Inquiry(_) | Self::Query { .. } => StatusCode::BAD_REQUEST,
            Self::Changed { .. } => StatusCode::CONFLICT,
            Self::ReadOnly => StatusCode::FORBIDDEN,
            Self::Study(error) if error.is_of_the_request() => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Study(_)
            | Self::Search(_)
            | Self::Port { .. }
            | Self::Bundle { .. }
            | Self::NotEmpty { .. }
            | Self::Server(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Returns what the user could do about it, if we know.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Study(error) => error.hint(),
            Self::Inquiry(error) => error.hint(),
            Self::Search(error) | Self::Query { problem: error, .. } => error.hint(),
            Self::Port { .. } => {
                Some("choose another with `--port`, or leave it out to use any free port".into())
            }
            Self::Missing { .. } => Some(
                "check the link; a theme may have been merged or hidden in the meantime".into(),
            ),
            Self::Changed { .. } => Some("reload the page, then decide".into()),
            Self::ReadOnly => Some("stop motif and start it without `--read-only`".into()),
            Self::NotEmpty { .. } => Some("name a folder that is new or empty".into()),
            Self::Server(_) | Self::Bundle { .. } | Self::Asked { .. } => None,
        }
    }
}
