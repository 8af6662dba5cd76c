//! `motif explore`: the local page, in a browser and over plain HTTP.

#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod access;
mod api;
mod browser;
mod chosen;
mod desk;
mod filter;
mod links;
mod reading;
mod repair;
mod safety;
mod story;
mod surfaces;
