//! The local page: themes to see, to argue with and to decide about.
//!
//! A session holds a study and what is seen of it; pages are written on the
//! server (`pages`), the same session answers over plain HTTP and JSON (`api`),
//! and small scripts (`assets`) do what a page cannot do alone. Who may ask is
//! settled in one place (`guard`). What is found and how it is worded is
//! settled below: this layer only shows it and passes decisions on.

mod address;
mod api;
mod assets;
mod blocking;
mod bundle;
mod session;
mod error;
mod filter;
mod chosen;
mod cited_passages;
mod guard;
mod passage_summary;
mod pages;
mod map_colours;
mod map_points;
mod revision;
mod server;
mod snapshot;
mod search_results;
mod highlight;
mod annotated_text;

pub use bundle::{Bundle, write_bundle};
pub use error::Error;
pub use guard::Guard;
pub use server::{bind, serve};
pub use session::{Session, SessionOptions};
