//! Which two parts of the answers are set beside each other.

use super::error::Error;
use super::periods::comparable;
use super::selection::{Selection, selected};
use crate::study::Analysis;

/// Returns the two parts a comparison is of: those named, else the last two
/// waves, or where there is one wave, the last two quarters or months.
pub fn between(
    from: Option<&str>,
    to: Option<&str>,
    analysis: &Analysis,
) -> Result<[Selection; 2], Error> {
    let [from, to] = named(from, to, analysis)?;
    Ok([
        Selection::parse(&from, analysis)?,
        Selection::parse(&to, analysis)?,
    ])
}

/// Returns what the two parts of a comparison are asked for by.
pub fn named(
    from: Option<&str>,
    to: Option<&str>,
    analysis: &Analysis,
) -> Result<[String; 2], Error> {
    let waves = comparable(analysis);
    let same = |one: &str, other: &str| one.to_lowercase() == other.trim().to_lowercase();
    let lone = || Error::LoneWave {
        waves: analysis.corpus.waves(),
    };
    let after = match (to, from) {
        (Some(to), _) => to.to_owned(),
        (None, Some(from)) => {
            let mut latest = waves.iter().rev();
            latest
                .find(|wave| !same(wave, from))
                .ok_or_else(lone)?
                .clone()
        }
        (None, None) => waves.last().ok_or_else(lone)?.clone(),
    };
    let before = if let Some(from) = from {
        from.to_owned()
    } else {
        let at = waves.iter().position(|wave| same(wave, &after));
        let mut earlier = waves[..at.unwrap_or(waves.len())].iter().rev();
        let mut others = waves.iter().filter(|wave| !same(wave, &after));
        earlier
            .next()
            .or_else(|| others.next())
            .ok_or_else(lone)?
            .clone()
    };
    Ok([before, after])
}

/// Returns the two sides of a contrast; `among` narrows both. A side may be a
/// group by its bare name.
pub fn apart(
    [first, second]: [&str; 2],
    among: Option<&str>,
    analysis: &Analysis,
) -> Result<(Selection, Selection), Error> {
    let whole = selected(among, analysis)?;
    let side = |text: &str| -> Result<Selection, Error> {
        Ok(match analysis.corpus.scale.group_named(text) {
            Some(group) => whole.group(analysis, group),
            None if among.is_none() => Selection::parse(text, analysis)?,
            None => Selection::parse(text, analysis)?.and(&whole),
        })
    };
    Ok((side(first)?, side(second)?))
}
