//! What is said beside the data, on stderr.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::text::harmless;

/// Whether something was said so far.
static SAID: AtomicBool = AtomicBool::new(false);

/// Returns whether something was said beside the data so far.
pub(super) fn has_said_more() -> bool {
    SAID.load(Ordering::Relaxed)
}

/// Says something beside the data.
pub(super) fn note(text: &str) {
    SAID.store(true, Ordering::Relaxed);
    let _ = writeln!(std::io::stderr(), "{}", harmless(text));
}
