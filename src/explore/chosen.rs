//! The passages that somebody chose: by the filter, or by a line around points
//! of the map.

use std::cmp::Reverse;
use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::error::Error;
use super::filter::Filter;
use super::session::Session;
use super::snapshot::Snapshot;
use crate::feedback::Place;
use crate::study::Voiced;
use crate::study::lookup::TextSpan;
use crate::themes::Detail;

/// Which passages, and in which order.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
pub(super) struct ChosenQuery {
    /// A wave, a period, a segment, or several: `spring & tier:gold`.
    pub(super) r#in: Option<String>,
    /// Corners of a line around points of the map: `120,340;800,90;410,600`.
    pub(super) around: Option<String>,
    /// Only passages that somebody marked as important.
    #[serde(default)]
    pub(super) important: bool,
    /// Only these, by their ids, with commas between.
    pub(super) quotes: Option<String>,
    /// `newest`, `oldest`, `lowest`, `highest`, `theme` or `source`.
    #[param(value_type = Option<String>)]
    #[serde(default)]
    pub(super) sort: PassageOrder,
}

/// Which passages come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum PassageOrder {
    #[default]
    Newest,
    Oldest,
    Lowest,
    Highest,
    Theme,
    Source,
}

impl PassageOrder {
    /// Returns its name, as an address has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Lowest => "lowest",
            Self::Highest => "highest",
            Self::Theme => "theme",
            Self::Source => "source",
        }
    }
}

impl ChosenQuery {
    /// Returns the filter.
    pub(super) fn filter(&self) -> Filter {
        Filter::new(self.r#in.as_deref())
    }

    /// Returns the passages, by position, in the order asked for.
    pub(super) fn passages(
        &self,
        session: &Session,
        snapshot: &Snapshot,
    ) -> Result<Vec<usize>, Error> {
        let analysis = snapshot.analysis(Detail::Default);
        let among = snapshot.among(&self.filter())?;
        let is_in = |passage: &usize| {
            let place = analysis.passages.all[*passage].place;
            among.as_ref().is_none_or(|among| among.holds(place))
        };
        let mut passages: Vec<usize> = if let Some(around) = self.around.as_deref() {
            let outline = Outline::parse(around).ok_or_else(|| {
                Error::asked(format!("`around` is no line of 3 to {CORNERS} corners"))
            })?;
            let points = session.map_points(snapshot)?;
            let places = points.x.iter().zip(&points.y).zip(&points.passages);
            let inside = places.filter(|((x, y), _)| outline.holds((**x).into(), (**y).into()));
            inside.map(|(_, passage)| *passage).filter(is_in).collect()
        } else {
            let says = |passage: &usize| analysis.voiced_by(*passage) != Voiced::Blank;
            let all = 0..analysis.passages.all.len();
            all.filter(says).filter(is_in).collect()
        };
        if let Some(quotes) = &self.quotes {
            let wanted: Option<HashSet<TextSpan>> = quotes
                .split(',')
                .map(|id| snapshot.quoted(id.trim()))
                .collect();
            let wanted = wanted.ok_or_else(|| Error::missing("such passage"))?;
            passages.retain(|&passage| {
                let place = analysis.passages.all[passage].place;
                wanted.contains(&(place.document(), place.span()))
            });
        }
        if self.important {
            let noted = snapshot.noted().iter().filter(|of| of.marked.important);
            let noted: HashSet<TextSpan> = noted.map(|of| (of.document, of.span)).collect();
            passages.retain(|&passage| {
                let place = analysis.passages.all[passage].place;
                noted.contains(&(place.document(), place.span()))
            });
        }
        let responses = &analysis.corpus.responses;
        let response = |passage: usize| match analysis.passages.all[passage].place {
            Place::Comment { response, .. } => Some(&responses[response]),
            Place::Turn { .. } => None,
        };
        let date = |passage: usize| response(passage).and_then(|of| of.date.as_deref());
        let rating = |passage: usize| response(passage).and_then(|of| of.rating);
        match self.sort {
            // What has no date or rating comes last either way.
            PassageOrder::Newest => passages.sort_by_key(|at| Reverse(date(*at))),
            PassageOrder::Oldest => passages.sort_by_key(|at| (date(*at).is_none(), date(*at))),
            PassageOrder::Lowest => passages.sort_by_key(|at| (rating(*at).is_none(), rating(*at))),
            PassageOrder::Highest => passages.sort_by_key(|at| Reverse(rating(*at))),
            PassageOrder::Theme => {
                let theme = |at: &usize| {
                    let finding = analysis.voiced_by(*at).finding();
                    (finding.is_none(), finding)
                };
                passages.sort_by_key(theme);
            }
            PassageOrder::Source => {}
        }
        Ok(passages)
    }
}

/// A line around points of the map.
#[derive(Clone, Debug, PartialEq)]
struct Outline(Vec<(f64, f64)>);

/// More corners than this no hand has drawn.
const CORNERS: usize = 500;

impl Outline {
    /// Reads the corners of a line; three at least.
    fn parse(text: &str) -> Option<Self> {
        let corner = |corner: &str| {
            let (x, y) = corner.split_once(',')?;
            let (x, y): (f64, f64) = (x.trim().parse().ok()?, y.trim().parse().ok()?);
            (x.is_finite() && y.is_finite()).then_some((x, y))
        };
        let corners: Option<Vec<_>> = text.split(';').take(CORNERS + 1).map(corner).collect();
        corners
            .filter(|corners| (3..=CORNERS).contains(&corners.len()))
            .map(Self)
    }

    /// Returns whether a point is inside: a ray from it crosses the line an odd
    /// number of times.
    fn holds(&self, x: f64, y: f64) -> bool {
        let Self(corners) = self;
        let mut last = corners[corners.len() - 1];
        let mut is_inside = false;
        for &(right, down) in corners {
            let (last_right, last_down) = last;
            if (down > y) != (last_down > y)
                && x < (last_right - right) * (y - down) / (last_down - down) + right
            {
                is_inside = !is_inside;
            }
            last = (right, down);
        }
        is_inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_inside_a_line_that_goes_around_it() {
        let square = Outline::parse("0,0;10,0;10,10;0,10").unwrap();
        assert!(square.holds(5.0, 5.0));
        assert!(!square.holds(15.0, 5.0));
        let bent = Outline::parse("0,0; 10,0; 10,10; 5,5; 0,10").unwrap();
        assert!(!bent.holds(5.0, 8.0));
    }

    #[test]
    fn what_is_no_line_is_not_read() {
        for text in [
            "",
            "1,2",
            "1,2;3,4",
            "1,2;3;4,5",
            "1,2;x,4;5,6",
            "1,2;3,NaN;5,6",
        ] {
            assert_eq!(Outline::parse(text), None, "{text}");
        }
    }
}
