//! The findings a reader must not miss, in plain words.
//!
//! Takes a brief whose numbers are filled in; gives three to five sentences,
//! each true to its interval: where it cannot tell, it says so.

use crate::feedback::Group;
use crate::nps::contrast::contrasts;
use crate::nps::estimate::Footing;
use crate::nps::intervals::{self, Proportion};

use super::brief::{
    Brief, GroupShare, Headline, ImpactSummary, ThemeSort, ThemeSummary, WaveScore, WaveShare,
};
use super::sentences::is_loose;
use super::words;

/// Returns the headlines of a brief.
pub(super) fn of(brief: &Brief) -> Vec<Headline> {
    let mut headlines = Vec::new();
    headlines.extend(score(brief));
    headlines.extend(loudest(brief, Group::Detractor));
    headlines.extend(risen(brief));
    headlines.extend(loudest(brief, Group::Promoter));
    headlines.extend(interviews_only(brief));
    headlines.extend(fallen(brief));
    headlines
}

fn score(brief: &Brief) -> Option<Headline> {
    let name = words::score_name(&brief.scale);
    let rated: Vec<_> = brief
        .score
        .waves
        .iter()
        .filter(|wave| wave.score.counts.n() > 0)
        .collect();
    let text = match rated[..] {
        [] => return None,
        [only] => {
            let estimate = only.score.estimate;
            let Some((value, interval)) = estimate.numbers() else {
                return Some(said(format!(
                    "There is no {name}: {} are too few for one.",
                    words::count(estimate.n(), "rating", "ratings")
                )));
            };
            format!(
                "The {name} is {} from {}; for all customers it lies {}.",
                words::signed(value),
                words::count(estimate.n(), "rating", "ratings"),
                words::between_scores(interval)
            )
        }
        _ if !brief.score.dated => undated(&rated, name)?,
        [.., before, last] => {
            let (Some((then, _)), Some((now, new))) = (
                before.score.estimate.numbers(),
                last.score.estimate.numbers(),
            ) else {
                return None;
            };
            let change =
                intervals::difference(before.score.counts, last.score.counts, brief.confidence)?;
            let verdict = if change.excludes_zero() {
                "more than chance explains"
            } else {
                "chance alone can do that"
            };
            let earlier = rated[..rated.len() - 2].first().and_then(|first| {
                let (score, _) = first.score.estimate.numbers()?;
                Some(format!(" and {} in {}", words::signed(score), first.wave))
            });
            format!(
                "The {name} is {} in {} ({}), after {} in {}{}. From {} to {} it changed by {} points ({}): {verdict}.",
                words::signed(now),
                last.wave,
                words::between_scores(new),
                words::signed(then),
                before.wave,
                earlier.unwrap_or_default(),
                before.wave,
                last.wave,
                words::signed(now - then),
                words::between_scores(change),
            )
        }
    };
    Some(said(text))
}

/// Waves without dates are told side by side: nobody knows which came first.
fn undated(waves: &[&WaveScore], name: &str) -> Option<String> {
    let told: Option<Vec<String>> = waves
        .iter()
        .take(WAVES)
        .map(|wave| {
            let (value, interval) = wave.score.estimate.numbers()?;
            let between = words::between_scores(interval);
            Some(format!(
                "{} in {} ({between})",
                words::signed(value),
                wave.wave
            ))
        })
        .collect();
    Some(format!(
        "The {name} is {}. The answers have no dates, so which came first is not known.",
        words::list(&told?)
    ))
}

/// Waves without dates that are told.
const WAVES: usize = 4;

fn said(text: String) -> Headline {
    Headline { text, theme: None }
}

fn about(theme: &ThemeSummary, text: String) -> Headline {
    Headline {
        text,
        theme: Some(theme.id.clone()),
    }
}

fn topics(brief: &Brief) -> impl Iterator<Item = &ThemeSummary> {
    brief
        .themes
        .iter()
        .filter(|theme| theme.kind == ThemeSort::Topic)
}

fn share(theme: &ThemeSummary, group: Group) -> Option<&GroupShare> {
    theme.groups.iter().find(|share| share.group == group)
}

fn loudest(brief: &Brief, group: Group) -> Option<Headline> {
    let voiced = |theme: &ThemeSummary| share(theme, group).map_or(0, |share| share.share.voiced);
    // First the most voices, then the earlier theme.
    let theme = topics(brief).rev_by(voiced)?;
    let share = share(theme, group)?.share;
    let (value, interval) = share.estimate.numbers()?;
    if share.voiced < 3 {
        return None;
    }
    let weight = match (&theme.impact, group) {
        (ImpactSummary::Points(points), _) => points
            .numbers()
            .filter(|(_, interval)| interval.excludes_zero())
            .map(|(points, _)| {
                let direction = if points < 0.0 { "lower" } else { "higher" };
                format!(
                    " The {} is {} points {direction} than it would be without them.",
                    words::score_name(&brief.scale),
                    words::signed_tenths(points.abs()).trim_start_matches('+')
                )
            }),
        (ImpactSummary::Unknown { .. }, _) => None,
    };
    Some(about(
        theme,
        format!(
            "“{}” is what {} talk about most: {} who commented ({}, {}).{}{}",
            theme.label,
            brief.scale.people(group),
            words::of(share.voiced, share.estimate.n()),
            words::percent(value),
            words::between_shares(interval),
            weight.unwrap_or_default(),
            if is_loose(theme) {
                " It is a loose theme: read what they say before you act on it."
            } else {
                ""
            }
        ),
    ))
}

/// The largest of something, the first of equals.
trait RevBy<'a>: Iterator<Item = &'a ThemeSummary> + Sized {
    fn rev_by<K: Ord>(self, key: impl Fn(&ThemeSummary) -> K) -> Option<&'a ThemeSummary> {
        self.fold(None, |best: Option<&ThemeSummary>, theme| match best {
            Some(best) if key(theme) <= key(best) => Some(best),
            _ => Some(theme),
        })
    }
}

impl<'a, I: Iterator<Item = &'a ThemeSummary>> RevBy<'a> for I {}

/// Returns the theme whose share went most from one wave's to another's, by
/// more than chance with at most 5% false among all topics, and both shares;
/// `waves` says which two, as lower and higher.
fn moved<'a>(
    brief: &'a Brief,
    waves: impl Fn(&'a [WaveShare]) -> Option<(&'a WaveShare, &'a WaveShare)>,
) -> Option<(&'a ThemeSummary, &'a WaveShare, &'a WaveShare)> {
    if !brief.score.dated {
        return None;
    }
    let pairs: Vec<_> = topics(brief)
        .filter_map(|theme| waves(&theme.trend).map(|(lower, higher)| (theme, lower, higher)))
        .collect();
    let part = |share: &WaveShare| Proportion {
        voiced: share.share.voiced,
        of: share.share.estimate.n(),
    };
    let parts: Vec<(Proportion, Proportion)> = pairs
        .iter()
        .map(|(_, lower, higher)| (part(higher), part(lower)))
        .collect();
    let tests = pairs.into_iter().zip(contrasts(&parts, brief.confidence));
    tests
        .filter_map(|(pair, test)| Some((pair, test?)))
        .filter(|(_, test)| test.q <= 0.05 && test.difference > 0.0)
        .reduce(|best, next| {
            if next.1.difference > best.1.difference {
                next
            } else {
                best
            }
        })
        .map(|(pair, _)| pair)
}

fn risen(brief: &Brief) -> Option<Headline> {
    let (theme, before, now) = moved(brief, |trend| match trend {
        [.., before, last] => Some((before, last)),
        _ => None,
    })?;
    Some(about(
        theme,
        format!(
            "“{}” has grown: from {} who commented in {} to {} in {}.",
            theme.label,
            words::of(before.share.voiced, before.share.estimate.n()),
            before.wave,
            words::of(now.share.voiced, now.share.estimate.n()),
            now.wave
        ),
    ))
}

/// A theme may fade over several waves: the first is compared with the last.
fn fallen(brief: &Brief) -> Option<Headline> {
    let (theme, last, first) = moved(brief, |trend| Some((trend.last()?, trend.first()?)))?;
    Some(about(
        theme,
        format!(
            "“{}” has faded: {} in {}, {} in {}.",
            theme.label,
            words::of(first.share.voiced, first.share.estimate.n()),
            first.wave,
            words::of(last.share.voiced, last.share.estimate.n()),
            last.wave
        ),
    ))
}

fn interviews_only(brief: &Brief) -> Option<Headline> {
    let theme = topics(brief)
        .filter(|theme| theme.participants.voiced >= 4 && theme.respondents < Footing::SHOWN)
        .filter(|theme| theme.participants.voiced > 2 * theme.respondents)
        .rev_by(|theme| theme.participants.voiced)?;
    Some(about(
        theme,
        format!(
            "“{}” is heard in interviews ({}) and hardly in the survey ({}).",
            theme.label,
            words::of(theme.participants.voiced, theme.participants.of),
            words::count(theme.respondents, "person", "people")
        ),
    ))
}
