//! The local page: themes to see, to argue with and to decide about.
//!
//! A [`Desk`] holds a study and what is seen of it; pages are written on the
//! server (`pages`), the same desk answers over plain HTTP and JSON (`api`),
//! and small scripts (`assets`) do what a page cannot do alone. Who may ask is
//! settled in one place (`guard`). What is found and how it is worded is
//! settled below: this layer only shows it and passes decisions on.

mod account;
mod address;
mod api;
mod assets;
mod beside;
mod desk;
mod error;
mod evidence;
mod guard;
mod heap;
mod pages;
mod plane;
mod proposal;
mod revision;
mod server;
mod sight;
mod sought;
mod stretch;
mod transcript;

pub use desk::{Desk, Manners};
pub use error::Error;
pub use guard::Guard;
pub use server::{bind, serve};
