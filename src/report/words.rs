//! How numbers are said.
//!
//! Takes unrounded numbers; gives words. This is the only place where a
//! number is rounded.

use jiff::civil::Date;

use crate::feedback::{Group, Rating, Scale};
use crate::inquiry::selection::{JOIN, SAYS};
use crate::inquiry::{Side, is_measure_range};
use crate::nps::clustered::Withheld;
use crate::nps::estimate::{Estimate, Footing, Score, Share};
use crate::nps::intervals::{Interval, Proportion};
use crate::study::{Medium, Quote};
use crate::text;

/// Returns a count with commas: `1,204`.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut said = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// Returns a count with its noun: `1 row`, `1,204 rows`.
pub fn count(count: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        thousands(count),
        if count == 1 { one } else { many }
    )
}

/// Returns how many of a group: `1 passive`, `31 detractors`.
pub fn members(members: u64, group: Group, scale: &Scale) -> String {
    count(members, scale.singular(group), scale.plural(group))
}

/// Returns what the share of the best group less that of the worst is called:
/// `score` for the recommendation question, else `net score`.
pub fn score_name(scale: &Scale) -> &'static str {
    if scale.is_recommendation() {
        "score"
    } else if scale.is_tone() {
        "net tone"
    } else {
        "net score"
    }
}

/// Returns a count of answers that have a group: `611 ratings`; `611 comments`
/// where nobody rated.
pub fn ratings(number: u64, scale: &Scale) -> String {
    let [one, many] = rated(scale);
    count(number, one, many)
}

/// Returns what answers that have a group are called, one and several.
pub fn rated(scale: &Scale) -> [&'static str; 2] {
    if scale.is_tone() {
        ["comment", "comments"]
    } else {
        ["rating", "ratings"]
    }
}

/// Returns the name of an attribute as people write it: `product_line` is
/// `product line`.
pub fn attribute(name: &str) -> String {
    let words = name.split(['_', ' ']).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Returns what the people of a segment share: `Enterprise (tier)`.
pub fn segment(attribute: &str, value: &str) -> String {
    format!("{} ({})", self::value(value), self::attribute(attribute))
}

/// Returns what a part of the answers is called: `spring`, `Enterprise (tier)`.
pub fn side(side: &Side) -> String {
    let part = |part: &str| match part.split_once(SAYS) {
        Some((attribute, value)) if side.attributes.iter().any(|own| own == attribute) => {
            segment(attribute, value)
        }
        _ => part.to_owned(),
    };
    let parts: Vec<String> = side.name.split(JOIN).map(part).collect();
    parts.join(JOIN)
}

/// Returns the value of an attribute as people write it: a range of a measure
/// has commas, `below 41,500`.
pub fn value(value: &str) -> String {
    if !is_measure_range(value) {
        return value.to_owned();
    }
    let words = value.split(' ');
    let words: Vec<String> = words
        .map(|word| word.parse().map_or_else(|_| word.to_owned(), thousands))
        .collect();
    words.join(" ")
}

/// Returns a number along an axis: `−2.5`, `0`, `+20`.
pub fn signed_tick(tick: f64) -> String {
    sign(tick, usize::from(tick.fract().abs() > 1e-9))
}

/// Returns a number of points with its sign: `+12`, `0`, `−15`.
pub fn signed(points: f64) -> String {
    sign(points.round(), 0)
}

/// Returns a number of points with its sign and one decimal: `−4.2`.
pub fn signed_tenths(points: f64) -> String {
    sign((points * 10.0).round() / 10.0, 1)
}

fn sign(rounded: f64, decimals: usize) -> String {
    let size = rounded.abs();
    match rounded {
        above if above > 0.0 => format!("+{size:.decimals$}"),
        below if below < 0.0 => format!("−{size:.decimals$}"),
        _ => "0".into(),
    }
}

/// Returns a share as a percentage; neither nobody nor everybody by rounding.
pub fn percent(share: f64) -> String {
    match share {
        some if some > 0.0 && some < 0.005 => "under 1%".into(),
        most if most > 0.995 && most < 1.0 => "over 99%".into(),
        _ => format!("{:.0}%", (100.0 * share).round()),
    }
}

/// Returns `26% to 46%`.
pub fn share_range(interval: Interval) -> String {
    // Bounds may round plainly, "over 99% to 100%" says no more; but "0% to
    // 0%" would say that nobody does.
    let bound = |share: f64| format!("{:.0}%", (100.0 * share).round());
    let [low, high] = [bound(interval.low), bound(interval.high)];
    if high == "0%" && interval.high > 0.0 {
        return format!("{low} to under 1%");
    }
    format!("{low} to {high}")
}

/// Returns `−28 to −21`.
pub fn score_range(interval: Interval) -> String {
    let (low, high) = (signed(interval.low), signed(interval.high));
    format!("{low} to {high}")
}

/// Returns `−6.9 to −1.5`.
pub fn points_range(interval: Interval) -> String {
    let (low, high) = (signed_tenths(interval.low), signed_tenths(interval.high));
    format!("{low} to {high}")
}

/// Returns how far points of one direction reach: `range 1.4 to 9.7`, or from 0
/// where they may be none.
pub fn reach(interval: Interval) -> String {
    let (least, most) = (interval.low.abs(), interval.high.abs());
    if interval.excludes_zero() {
        format!("range {:.1} to {:.1}", least.min(most), least.max(most))
    } else {
        format!("range 0 to {:.1}", least.max(most))
    }
}

/// Returns `31 of 88, 35%`; no share of fewer than five.
pub fn part(part: Proportion) -> String {
    let counts = of(part.voiced, part.of);
    match part.share() {
        Some(share) if part.of >= Footing::SHOWN => format!("{counts}, {}", percent(share)),
        _ => counts,
    }
}

/// Returns a difference of shares with its range: `+12 (+3 to +21)`.
pub fn signed_percent_points(difference: f64, interval: Interval) -> String {
    let points = |share: f64| signed(100.0 * share);
    format!(
        "{} ({} to {})",
        points(difference),
        points(interval.low),
        points(interval.high)
    )
}

/// Returns a share of false findings: `.013`, `under .001`.
pub fn q(share: f64) -> String {
    match share {
        least if least < 0.001 => "under .001".into(),
        all if all >= 0.9995 => "1".into(),
        share => format!("{share:.3}").trim_start_matches('0').to_owned(),
    }
}

/// Returns how often chance alone does as much: `A difference this large would
/// occur by chance about 3% of the time.`
pub fn by_chance(p: f64) -> String {
    let often = match p {
        rare if rare < 0.001 => "less than 0.1%".to_owned(),
        rare if rare < 0.00995 => format!("about {:.1}%", 100.0 * rare),
        often if often < 0.5 => format!("about {:.0}%", 100.0 * often),
        _ => return "Chance alone makes a difference this large more often than not.".into(),
    };
    format!("A difference this large would occur by chance {often} of the time.")
}

/// Returns a count to two digits: 9,745 is about 9,700.
pub fn roughly(count: u64) -> String {
    let unit = 10u64.pow(count.checked_ilog10().unwrap_or_default().saturating_sub(1));
    thousands((count + unit / 2) / unit * unit)
}

/// Returns a number of points with two decimals, without a sign: `0.04`.
pub fn hundredths(points: f64) -> String {
    format!("{points:.2}")
}

/// Returns `31 of 88`.
pub fn of(voiced: u64, of: u64) -> String {
    format!("{} of {}", thousands(voiced), thousands(of))
}

/// Returns the number with its range, or that there are too few for one:
/// `−25 (−28 to −21)`.
pub fn estimate(
    estimate: Estimate,
    value: impl Fn(f64) -> String,
    range: impl Fn(Interval) -> String,
) -> String {
    estimate_of(PEOPLE, estimate, value, range)
}

/// What most numbers stand on, one and several.
const PEOPLE: [&str; 2] = ["person", "people"];

/// Returns the same of a number that stands on something else than people, such
/// as accounts.
fn estimate_of(
    unit: [&str; 2],
    estimate: Estimate,
    value: impl Fn(f64) -> String,
    range: impl Fn(Interval) -> String,
) -> String {
    let Some((number, interval)) = estimate.numbers() else {
        return match estimate.withheld() {
            Some(Withheld::FewPeople) | None => too_few(unit, estimate.n()),
            Some(why) => withheld_because(why, estimate.n()),
        };
    };
    format!("{} ({})", value(number), range(interval))
}

/// Returns why a number is not said.
pub fn not_said(estimate: Estimate) -> String {
    match estimate.withheld() {
        Some(why) => withheld_because(why, estimate.n()),
        None => withheld(estimate.n()),
    }
}

/// Returns why a number of `n` people is not said.
pub fn withheld_because(why: Withheld, n: u64) -> String {
    match why {
        Withheld::FewPeople => withheld(n),
        Withheld::FewAccounts { accounts: 1 } => {
            "all answers come from one account, too few for a range".into()
        }
        Withheld::FewAccounts { accounts } => format!(
            "all answers come from {}, too few for a range",
            count(accounts, "account", "accounts")
        ),
        Withheld::OneAccount { share } => format!(
            "{} of the answers come from one account, so no range can be given",
            percent(share)
        ),
    }
}

/// Returns why there is no number of `n` people.
pub fn withheld(n: u64) -> String {
    too_few(PEOPLE, n)
}

fn too_few([_, many]: [&str; 2], n: u64) -> String {
    match n {
        0 => format!("no {many}"),
        n => format!("too few {many} ({})", thousands(n)),
    }
}

/// Returns `35% (26% to 46%)`, without the count.
pub fn share(share: &Share) -> String {
    estimate(share.estimate, percent, share_range)
}

/// Returns the same of accounts.
pub fn share_of_accounts(share: &Share) -> String {
    let unit = ["account", "accounts"];
    estimate_of(unit, share.estimate, percent, share_range)
}

/// Returns `31 of 88, 35% (26% to 46%)`.
pub fn counted_share(of_all: &Share) -> String {
    let counts = of(of_all.voiced, of_all.estimate.n());
    format!("{counts}, {}", share(of_all))
}

/// Returns `−25 (−28 to −21)`, without the count. Where only the range
/// is withheld, the score of those who answered is said without it.
pub fn score(score: &Score) -> String {
    match (score.estimate.withheld(), score.counts.score()) {
        (Some(why), Some(value)) if why != Withheld::FewPeople => {
            format!(
                "{} ({})",
                signed(value),
                withheld_because(why, score.counts.n())
            )
        }
        _ => estimate(score.estimate, signed, score_range),
    }
}

/// Returns the day as it is said: `14 April 2025`; unknown forms unchanged.
pub fn day(date: &str) -> String {
    let day = date.get(..10).and_then(|day| day.parse::<Date>().ok());
    day.map_or_else(
        || date.to_owned(),
        |day| day.strftime("%-d %B %Y").to_string(),
    )
}

/// Returns `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Returns where a quote stands, for those who want to look it up.
pub fn place(quote: &Quote) -> String {
    let mut place = vec![quote.source.clone()];
    place.extend(
        quote
            .record
            .as_ref()
            .map(|record| format!("record {}", text::masked_id(record))),
    );
    place.extend(
        quote
            .row
            .map(|row| format!("row {}", thousands(row.into()))),
    );
    place.extend(
        quote
            .line
            .map(|line| format!("line {}", thousands(line.into()))),
    );
    place.extend(quote.seconds.map(clock));
    place.join(", ")
}

/// Returns seconds as a recording shows them: `12:05`.
pub fn clock(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// Returns who is quoted, part by part: `Detractor, rated 3`, `Nordlift`,
/// `16 April 2025`.
pub fn said_by(quote: &Quote, scale: &Scale) -> Vec<String> {
    let interview = (quote.origin == Medium::Interview).then(|| "Interview".to_owned());
    // Where nobody rated, the tone of a whole comment is not that of the
    // sentence quoted.
    let group = quote.group.filter(|_| !scale.is_tone());
    let group = group.map(|group| capitalised(scale.singular(group)));
    let rating = quote.rating.and_then(|rating| answer(rating, scale));
    let rated: Vec<String> = group.into_iter().chain(rating).collect();
    let parts = [
        interview,
        quote.speaker.as_deref().map(text::masked),
        (!rated.is_empty()).then(|| rated.join(", ")),
        quote.account.as_deref().map(text::masked),
        quote
            .question
            .as_deref()
            .map(|question| format!("asked “{question}”")),
        quote
            .date
            .as_deref()
            .map(day)
            .or_else(|| quote.wave.clone()),
    ];
    parts.into_iter().flatten().collect()
}

/// Returns what somebody answered, unless the name of their group says it:
/// `rated 3`, `answered “very poor”`.
pub fn answer(rating: Rating, scale: &Scale) -> Option<String> {
    let is_named = scale.value(rating.value()) == scale.singular(rating.group());
    (!is_named).then(|| scale.given(rating))
}

/// Returns the text with its first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let said: Vec<_> = [0, 999, 1_204, 1_000_000].map(thousands).into();
        assert_eq!(said, ["0", "999", "1,204", "1,000,000"]);
    }

    #[test]
    fn one_is_singular() {
        assert_eq!(count(1, "row", "rows"), "1 row");
        assert_eq!(count(0, "row", "rows"), "0 rows");
    }

    #[test]
    fn a_rough_count_has_two_digits() {
        let said: Vec<_> = [7, 36, 366, 9_745, 99_600].map(roughly).into();
        assert_eq!(said, ["7", "36", "370", "9,700", "100,000"]);
    }

    #[test]
    fn nothing_has_no_sign() {
        assert_eq!(signed(-0.3), "0");
        assert_eq!(signed(-24.7), "−25");
        assert_eq!(signed(29.2), "+29");
        assert_eq!(signed_tenths(-0.04), "0");
        assert_eq!(signed_tenths(-17.5), "−17.5");
    }

    #[test]
    fn a_few_are_not_rounded_to_nobody() {
        assert_eq!(percent(0.001), "under 1%");
        assert_eq!(percent(0.0), "0%");
        assert_eq!(percent(0.999), "over 99%");
        assert_eq!(percent(1.0), "100%");
    }

    #[test]
    fn a_day_is_said_in_words() {
        assert_eq!(day("2025-04-14"), "14 April 2025");
        assert_eq!(day("2025-04-14T09:30"), "14 April 2025");
        assert_eq!(day("last spring"), "last spring");
    }

    #[test]
    fn items_are_joined_as_in_speech() {
        let items = ["a", "b", "c"].map(String::from);
        assert_eq!(list(&items), "a, b and c");
        assert_eq!(list(&items[..1]), "a");
    }

    #[test]
    fn a_recording_is_quoted_by_its_clock() {
        assert_eq!(clock(725), "12:05");
        assert_eq!(clock(3_605), "1:00:05");
    }
}
