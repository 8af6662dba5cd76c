//! The main theme of each comment, from the themes its passages voice.

use std::collections::BTreeMap;

use crate::themes::{Model, ThemeId, ThemeOrigin};
use crate::vectorize::Utterance;

/// The themes that a comment's passages voice, with how near the nearest of
/// them is to each.
pub(super) type VoicedThemes = BTreeMap<ThemeId, f32>;

/// Returns the main theme of each comment and how near its nearest passage is:
/// of topics the one its whole comment is nearest to, else general praise or
/// complaint. What else is in the corpus makes no difference.
pub(super) fn main_themes(
    model: Option<&Model>,
    wholes: &[Option<Utterance>],
    voiced: &[VoicedThemes],
    origins: &BTreeMap<ThemeId, Vec<ThemeOrigin>>,
) -> Vec<Option<(ThemeId, f32)>> {
    let is_topic =
        |origin: &ThemeOrigin| matches!(origin, ThemeOrigin::Cluster(_) | ThemeOrigin::Seed(_));
    let topics = |voiced: &VoicedThemes| -> (Vec<ThemeId>, Vec<ThemeOrigin>) {
        let themes = voiced.keys().filter_map(|id| Some((id, origins.get(id)?)));
        themes
            .flat_map(|(id, of)| of.iter().map(|origin| (*id, *origin)))
            .filter(|(_, origin)| is_topic(origin))
            .unzip()
    };
    let topics: Vec<_> = voiced.iter().map(topics).collect();
    let each = wholes.iter().zip(&topics);
    let asked: Vec<_> = each
        .map(|(whole, (_, origins))| (whole.as_ref(), origins.as_slice()))
        .collect();
    let nearest = match model {
        Some(model) => model.nearest_of_each(&asked),
        None => vec![None; asked.len()],
    };
    let each = voiced.iter().zip(&topics).zip(nearest);
    each.map(|((voiced, (topics, _)), nearest)| {
        let theme = match nearest {
            Some(at) => topics[at],
            None => *voiced.keys().next()?,
        };
        Some((theme, voiced[&theme]))
    })
    .collect()
}
