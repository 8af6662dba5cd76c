//! What was said around a hit, in the turns before and after its own.

use crate::feedback::{Interview, Span};
use crate::text::passages;

/// The passages before and after a stretch of an interview, each with its
/// turn, in the order they were said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// What was said before.
    pub before: Vec<(usize, Span)>,
    /// What was said after.
    pub after: Vec<(usize, Span)>,
}

/// Returns so many passages before and after a stretch of a turn that its own
/// turn does not hold: the stretch shows those.
pub fn around(interview: &Interview, turn: usize, shown: Span, most: usize) -> Surroundings {
    let of_turn = |turn: usize| {
        let span = interview.turns[turn].span;
        let passages = passages(span.slice(&interview.text)).into_iter();
        passages.map(move |passage| (turn, passage.shifted(span.start)))
    };
    let own = interview.turns[turn].span;
    let is_at = |end: Span| !end.slice(&interview.text).contains(char::is_alphanumeric);
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let starts_turn = is_at(Span::new(own.start, shown.start));
    if starts_turn && turn > 0 {
        let all: Vec<_> = of_turn(turn - 1).collect();
        before = all[all.len().saturating_sub(most)..].to_vec();
    }
    let ends_turn = is_at(Span::new(shown.end, own.end));
    if ends_turn && turn + 1 < interview.turns.len() {
        after = of_turn(turn + 1).take(most).collect();
    }
    Surroundings { before, after }
}
