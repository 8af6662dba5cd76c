//! What the points of the map can be coloured by: a theme, a group, a rating, a
//! wave, an attribute. Each point gets the position of its value.

use serde::Serialize;
use utoipa::ToSchema;

use super::map_points::MapPoints;
use super::snapshot::Snapshot;
use crate::feedback::{Place, Rating};
use crate::inquiry::segments::Segments;
use crate::inquiry::{Ledger, Selection, periods};
use crate::question::PeriodKind;
use crate::study::Analysis;
use crate::text::ToneKind;
use crate::themes::Detail;

/// What points can be coloured by: a value each.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub(super) struct Colours {
    /// The values, in their order.
    pub(super) values: Vec<String>,
    /// Whether they are more and more of something.
    pub(super) ordered: bool,
    /// The ids of the values, where they are themes.
    pub(super) ids: Vec<String>,
    /// For each point the position of its value; −1 where it has none.
    pub(super) of: Vec<i32>,
}

/// The value of a point that has none.
const NONE: i32 = -1;

/// Returns the position of a value as it is sent.
fn value(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(NONE)
}

/// What points may be coloured by.
pub(super) fn choices(snapshot: &Snapshot) -> Vec<(String, String)> {
    let analysis = snapshot.any();
    let corpus = &analysis.corpus;
    let mut choices = vec![("theme".to_owned(), "theme".to_owned())];
    let mut add = |name: &str, label: &str| choices.push((name.to_owned(), label.to_owned()));
    if corpus
        .responses
        .iter()
        .any(|response| response.rating.is_some())
    {
        add("group", "group");
        add("rating", "rating");
    }
    add("tone", "tone");
    if corpus.waves().len() > 1 {
        add("wave", "wave");
    }
    if periods(analysis, PeriodKind::Month).len() > 1 {
        add("month", "month");
    }
    if !corpus.interviews.is_empty() && !corpus.responses.is_empty() {
        add("medium", "survey or interview");
    }
    for attribute in segments(analysis).attributes {
        choices.push((format!("attribute:{}", attribute.name), attribute.name));
    }
    choices
}

fn segments(analysis: &Analysis) -> Segments {
    Segments::new(&Ledger::new(analysis), &Selection::everybody(analysis))
}

/// Returns the colours of points by something; `None` where nothing is called so.
pub(super) fn colours(
    snapshot: &Snapshot,
    points: &MapPoints,
    by: &str,
    detail: Detail,
) -> Option<Colours> {
    match by {
        "theme" => Some(themes(snapshot, points, detail)),
        "group" => Some(groups(snapshot, points)),
        "rating" => Some(ratings(snapshot, points)),
        "tone" => Some(tones(snapshot, points)),
        "wave" => Some(waves(snapshot, points)),
        "month" => Some(months(snapshot, points)),
        "medium" => Some(media(snapshot, points)),
        _ => attribute(snapshot, points, by.strip_prefix("attribute:")?),
    }
}

fn themes(snapshot: &Snapshot, points: &MapPoints, detail: Detail) -> Colours {
    let analysis = snapshot.analysis(detail);
    let shown: Vec<usize> = Ledger::new(analysis).themes();
    let position = |finding: usize| shown.iter().position(|at| *at == finding);
    let positions: Vec<i32> = (0..analysis.findings.len())
        .map(|finding| position(finding).map_or(NONE, value))
        .collect();
    let named = shown.iter().map(|at| &analysis.findings[*at].theme);
    Colours {
        values: named.clone().map(|theme| theme.name.clone()).collect(),
        ids: named.map(|theme| theme.id.to_string()).collect(),
        ordered: false,
        of: points
            .passages
            .iter()
            .map(|passage| analysis.voiced_by(*passage).finding())
            .map(|finding| finding.map_or(NONE, |finding| positions[finding]))
            .collect(),
    }
}

/// Returns a value for each point from the response it stands in.
fn by_response(
    snapshot: &Snapshot,
    points: &MapPoints,
    by: impl Fn(usize) -> Option<usize>,
) -> Vec<i32> {
    let passages = &snapshot.any().passages.all;
    let of = |passage: &usize| match passages[*passage].place {
        Place::Comment { response, .. } => by(response).map_or(NONE, value),
        Place::Turn { .. } => NONE,
    };
    points.passages.iter().map(of).collect()
}

fn groups(snapshot: &Snapshot, points: &MapPoints) -> Colours {
    let analysis = snapshot.any();
    let corpus = &analysis.corpus;
    let groups: Vec<_> = corpus.scale.groups().collect();
    let of = |passage: &usize| {
        let place = analysis.passages.all[*passage].place;
        let group = analysis.people.speaker(corpus, place).group;
        let at = group.and_then(|group| groups.iter().position(|of| *of == group));
        at.map_or(NONE, value)
    };
    Colours {
        values: groups
            .iter()
            .map(|group| corpus.scale.plural(*group).to_owned())
            .collect(),
        ids: groups.iter().map(|group| group.name().to_owned()).collect(),
        ordered: false,
        of: points.passages.iter().map(of).collect(),
    }
}

fn ratings(snapshot: &Snapshot, points: &MapPoints) -> Colours {
    let corpus = &snapshot.any().corpus;
    let given = corpus.responses.iter().filter_map(|of| of.rating);
    let mut values: Vec<u8> = given.map(Rating::value).collect();
    values.sort_unstable();
    values.dedup();
    let of = |response: usize| {
        let rating = corpus.responses[response].rating?.value();
        values.binary_search(&rating).ok()
    };
    Colours {
        of: by_response(snapshot, points, of),
        values: values.iter().map(u8::to_string).collect(),
        ordered: true,
        ids: Vec::new(),
    }
}

/// What passages do that has a colour.
const TONES: [ToneKind; 4] = [
    ToneKind::Complaint,
    ToneKind::Praise,
    ToneKind::Request,
    ToneKind::Question,
];

fn tones(snapshot: &Snapshot, points: &MapPoints) -> Colours {
    let analysis = snapshot.any();
    let of = |passage: &usize| {
        let tone = analysis.tone(*passage);
        let at = TONES.iter().position(|of| *of == tone);
        at.map_or(NONE, value)
    };
    Colours {
        of: points.passages.iter().map(of).collect(),
        values: TONES.map(|tone| tone.name().to_owned()).to_vec(),
        ordered: false,
        ids: Vec::new(),
    }
}

fn waves(snapshot: &Snapshot, points: &MapPoints) -> Colours {
    let corpus = &snapshot.any().corpus;
    let values = corpus.waves();
    let of = |response: usize| {
        let wave = &corpus.responses[response].wave;
        values.iter().position(|value| value == wave)
    };
    Colours {
        of: by_response(snapshot, points, of),
        values,
        ordered: true,
        ids: Vec::new(),
    }
}

fn months(snapshot: &Snapshot, points: &MapPoints) -> Colours {
    let analysis = snapshot.any();
    let months = periods(analysis, PeriodKind::Month).into_iter();
    let values: Vec<String> = months.map(|(month, _)| month).collect();
    let of = |response: usize| {
        let month = analysis.corpus.responses[response]
            .date
            .as_deref()?
            .get(..7)?;
        values
            .binary_search_by(|value| value.as_str().cmp(month))
            .ok()
    };
    Colours {
        of: by_response(snapshot, points, of),
        values,
        ordered: true,
        ids: Vec::new(),
    }
}

fn media(snapshot: &Snapshot, points: &MapPoints) -> Colours {
    let passages = &snapshot.any().passages.all;
    let of = |passage: &usize| i32::from(matches!(passages[*passage].place, Place::Turn { .. }));
    Colours {
        values: vec!["survey".into(), "interview".into()],
        ordered: false,
        ids: Vec::new(),
        of: points.passages.iter().map(of).collect(),
    }
}

fn attribute(snapshot: &Snapshot, points: &MapPoints, name: &str) -> Option<Colours> {
    let segments = segments(snapshot.any());
    let attribute = segments.named(name)?;
    let of = |response: usize| attribute.of_response[response].map(usize::from);
    Some(Colours {
        of: by_response(snapshot, points, of),
        values: attribute.values.clone(),
        ordered: false,
        ids: Vec::new(),
    })
}
