//! How numbers are said.
//!
//! Takes unrounded numbers; gives words, as people write them in the language
//! of the report (CLDR). This is the only place where a number is rounded.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::feedback::{Group, Rating, Scale};
use crate::inquiry::selection::{EVERYBODY, JOIN, SAYS};
use crate::inquiry::{Selection, Side, is_measure_range};
use crate::nps::clustered::Withheld;
use crate::nps::estimate::{Estimate, Footing, Score, Share};
use crate::nps::intervals::{Interval, Proportion};
use crate::study::{Medium, Quote};
use crate::text;
use crate::themes::{GENERAL_COMPLAINT, GENERAL_PRAISE};

use super::catalogue::{ReportLanguage, filled, say, translated, translated_one};

/// Returns a count as it is written: `1,204`; `1.204` in German.
pub fn thousands(count: u64) -> String {
    thousands_in(ReportLanguage::spoken(), count)
}

fn thousands_in(language: ReportLanguage, count: u64) -> String {
    let digits = count.to_string();
    let apart = match language {
        ReportLanguage::English => ",",
        ReportLanguage::German => ".",
        ReportLanguage::French => "\u{202f}",
        // Spanish keeps four digits together.
        ReportLanguage::Spanish if digits.len() > 4 => ".",
        ReportLanguage::Spanish => "",
    };
    let mut said = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            said.push_str(apart);
        }
        said.push(digit);
    }
    said
}

/// Returns a number with so many decimals, without a sign before or blanks in it.
fn decimals(number: f64, decimals: usize) -> String {
    decimals_in(ReportLanguage::spoken(), number, decimals)
}

fn decimals_in(language: ReportLanguage, number: f64, decimals: usize) -> String {
    let said = format!("{number:.decimals$}");
    match language {
        ReportLanguage::English => said,
        ReportLanguage::German | ReportLanguage::French | ReportLanguage::Spanish => {
            said.replace('.', ",")
        }
    }
}

/// Returns a count with its noun: `1 row`, `1,204 rows`. The nouns are English;
/// they are translated here.
pub fn count(count: u64, one: &str, many: &str) -> String {
    let noun = translated(if is_one(count) { one } else { many });
    format!("{} {noun}", thousands(count))
}

/// Returns whether a count takes the singular; in French 0 does, too.
pub(super) fn is_one(count: u64) -> bool {
    match ReportLanguage::spoken() {
        ReportLanguage::French => count < 2,
        ReportLanguage::English | ReportLanguage::German | ReportLanguage::Spanish => count == 1,
    }
}

/// Returns how many of a group: `1 passive`, `31 detractors`.
pub fn members(members: u64, group: Group, scale: &Scale) -> String {
    let name = if is_one(members) {
        member(group, scale)
    } else {
        self::group(group, scale)
    };
    format!("{} {name}", thousands(members))
}

/// Returns what the share of the best group less that of the worst is called:
/// `score` for the recommendation question, else `net score`.
pub fn score_name(scale: &Scale) -> &'static str {
    if scale.is_recommendation() {
        say!("score")
    } else if scale.is_tone() {
        say!("net tone")
    } else {
        say!("net score")
    }
}

/// Returns a count of answers that have a group: `611 ratings`; `611 comments`
/// where nobody rated.
pub fn ratings(number: u64, scale: &Scale) -> String {
    if scale.is_tone() {
        count(number, "comment", "comments")
    } else {
        count(number, "rating", "ratings")
    }
}

/// Returns what answers that have a group are called, one and several.
pub fn rated(scale: &Scale) -> [&'static str; 2] {
    if scale.is_tone() {
        [say!("comment"), say!("comments")]
    } else {
        [say!("rating"), say!("ratings")]
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

/// Returns the name of a group in the singular: `detractor`.
pub fn member(group: Group, scale: &Scale) -> Cow<'_, str> {
    let name = scale.singular(group);
    if name == scale.plural(group) {
        translated_one(name)
    } else {
        translated(name)
    }
}

/// Returns the name of a group in the plural: `detractors`.
pub fn group(group: Group, scale: &Scale) -> Cow<'_, str> {
    translated(scale.plural(group))
}

/// Returns the members of a group as a sentence speaks of them: `detractors`,
/// `the dissatisfied`, `those who said no`.
pub fn people(group: Group, scale: &Scale) -> Cow<'_, str> {
    translated(scale.people(group))
}

/// Returns what a part of the answers is called: `spring`, `Enterprise (tier)`.
pub fn side(side: &Side) -> String {
    let part = |part: &str| match part.split_once(SAYS) {
        Some((attribute, value)) if side.attributes.iter().any(|own| own == attribute) => {
            segment(attribute, value)
        }
        // A wave may be called like a word of the catalogue.
        _ if side.group.is_some() || part == EVERYBODY => translated(part).into_owned(),
        _ => part.to_owned(),
    };
    let parts: Vec<String> = side.name.split(JOIN).map(part).collect();
    parts.join(JOIN)
}

/// Returns what some answers are called; the name of a group is no wave's.
pub(super) fn selected(of: &Selection) -> Cow<'_, str> {
    if of.group.is_some() {
        translated(&of.name)
    } else {
        Cow::Borrowed(of.name.as_str())
    }
}

/// Returns the name of a theme. Those of general praise and complaint are ours.
pub(super) fn theme(name: &str) -> Cow<'_, str> {
    if [GENERAL_PRAISE, GENERAL_COMPLAINT].contains(&name) {
        translated(name)
    } else {
        Cow::Borrowed(name)
    }
}

/// Returns `a; b`; French sets a blank before the semicolon.
pub(super) fn series(parts: &[String]) -> String {
    let between = match ReportLanguage::spoken() {
        ReportLanguage::French => "\u{a0}; ",
        ReportLanguage::English | ReportLanguage::German | ReportLanguage::Spanish => "; ",
    };
    parts.join(between)
}

/// Returns a name in quotation marks.
pub(super) fn quoted(name: &str) -> String {
    say!("“{name}”", name)
}

/// Returns `spring: +16`; French sets a blank before the colon.
pub(super) fn labelled(label: &str, text: &str) -> String {
    say!("{label}: {text}", label, text)
}

/// Returns the value of an attribute as people write it: a range of a measure
/// has commas, `below 41,500`.
pub fn value(value: &str) -> String {
    if !is_measure_range(value) {
        return value.to_owned();
    }
    let number = |text: &str| text.parse().map_or_else(|_| text.to_owned(), thousands);
    if let Some(high) = value.strip_prefix("below ") {
        return say!("below {high}", high = number(high));
    }
    if let Some(low) = value.strip_suffix(" and above") {
        return say!("{low} and above", low = number(low));
    }
    let (low, high) = value.split_once(" to below ").unwrap_or((value, ""));
    say!(
        "{low} to below {high}",
        low = number(low),
        high = number(high)
    )
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
    let size = self::decimals(rounded.abs(), decimals);
    match rounded {
        above if above > 0.0 => format!("+{size}"),
        below if below < 0.0 => format!("−{size}"),
        _ => "0".into(),
    }
}

/// Returns a share as a percentage; neither nobody nor everybody by rounding.
pub fn percent(share: f64) -> String {
    match share {
        some if some > 0.0 && some < 0.005 => say!("under {share}", share = per_cent(1.0, 0)),
        most if most > 0.995 && most < 1.0 => say!("over {share}", share = per_cent(99.0, 0)),
        _ => per_cent((100.0 * share).round(), 0),
    }
}

/// Returns a number of hundredths: `35%`; `35 %` where a blank stands between.
fn per_cent(hundredths: f64, decimals: usize) -> String {
    let number = self::decimals(hundredths, decimals);
    match ReportLanguage::spoken() {
        ReportLanguage::English => format!("{number}%"),
        ReportLanguage::German | ReportLanguage::Spanish => format!("{number}\u{a0}%"),
        ReportLanguage::French => format!("{number}\u{202f}%"),
    }
}

/// Returns `26% to 46%`.
pub fn share_range(interval: Interval) -> String {
    // Bounds may round plainly, "over 99% to 100%" says no more; but "0% to
    // 0%" would say that nobody does.
    let bound = |share: f64| per_cent((100.0 * share).round(), 0);
    let low = bound(interval.low);
    if interval.high > 0.0 && (100.0 * interval.high).round() < 1.0 {
        return range(&low, &percent(interval.high));
    }
    range(&low, &bound(interval.high))
}

/// Returns `26% to 46%` of two numbers in words.
pub(super) fn range(low: &str, high: &str) -> String {
    say!("{low} to {high}", low, high)
}

/// Returns `−28 to −21`.
pub fn score_range(interval: Interval) -> String {
    range(&signed(interval.low), &signed(interval.high))
}

/// Returns `−6.9 to −1.5`.
pub fn points_range(interval: Interval) -> String {
    range(&signed_tenths(interval.low), &signed_tenths(interval.high))
}

/// Returns how far points of one direction reach: `range 1.4 to 9.7`, or from 0
/// where they may be none.
pub fn reach(interval: Interval) -> String {
    let (least, most) = (interval.low.abs(), interval.high.abs());
    let low = if interval.excludes_zero() {
        tenths(least.min(most))
    } else {
        "0".into()
    };
    say!("range {low} to {high}", low, high = tenths(least.max(most)))
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
    let range = range(&points(interval.low), &points(interval.high));
    format!("{} ({range})", points(difference))
}

/// Returns a share of false findings: `.013`, `under .001`; `0,013` in German.
pub fn q(share: f64) -> String {
    let thousandths = |share: f64| {
        let said = decimals(share, 3);
        match ReportLanguage::spoken() {
            ReportLanguage::English => said.trim_start_matches('0').to_owned(),
            ReportLanguage::German | ReportLanguage::French | ReportLanguage::Spanish => said,
        }
    };
    match share {
        least if least < 0.001 => say!("under {p}", p = thousandths(0.001)),
        all if all >= 0.9995 => "1".into(),
        share => thousandths(share),
    }
}

/// Returns how often chance alone does as much: `A difference this large would
/// occur by chance about 3% of the time.`
pub fn by_chance(p: f64) -> String {
    let share = match p {
        rare if rare < 0.001 => {
            return say!(
                "A difference this large would occur by chance less than {share} of the time.",
                share = per_cent(0.1, 1)
            );
        }
        rare if rare < 0.00995 => per_cent(100.0 * rare, 1),
        often if often < 0.5 => per_cent(100.0 * often, 0),
        _ => {
            return say!("Chance alone makes a difference this large more often than not.").into();
        }
    };
    say!(
        "A difference this large would occur by chance about {share} of the time.",
        share
    )
}

/// Returns a count to two digits: 9,745 is about 9,700.
pub fn roughly(count: u64) -> String {
    let unit = 10u64.pow(count.checked_ilog10().unwrap_or_default().saturating_sub(1));
    thousands((count + unit / 2) / unit * unit)
}

/// Returns a number of points with two decimals, without a sign: `0.04`.
pub fn hundredths(points: f64) -> String {
    decimals(points, 2)
}

/// Returns a number of points with one decimal, without a sign: `2.5`.
pub fn tenths(points: f64) -> String {
    decimals(points, 1)
}

/// Returns a number without decimals or sign: `12`.
pub fn whole(number: f64) -> String {
    decimals(number, 0)
}

/// Returns `31 of 88`.
pub fn of(voiced: u64, of: u64) -> String {
    say!(
        "{part} of {whole}",
        part = thousands(voiced),
        whole = thousands(of)
    )
}

/// Returns `31 of 88 interviews`; French has the noun before the whole:
/// `31 entretiens sur 88`. The nouns are English; they are translated here.
pub fn part_of(voiced: u64, whole: u64, one: &str, many: &str) -> String {
    if ReportLanguage::spoken() == ReportLanguage::French {
        let part = count(voiced, one, many);
        return say!("{part} of {whole}", part, whole = thousands(whole));
    }
    format!("{} {}", of(voiced, whole), translated(many))
}

/// Returns `31 of 88 commenters`.
pub(super) fn commenters(voiced: u64, of: u64) -> String {
    say!(
        "{part} of {all} commenters",
        part = thousands(voiced),
        all = thousands(of)
    )
}

/// Returns `6 of 10 interviews`.
pub(super) fn interviews(voiced: u64, of: u64) -> String {
    part_of(voiced, of, "interview", "interviews")
}

/// Returns the number with its range, or that there are too few for one:
/// `−25 (−28 to −21)`.
pub fn estimate(
    estimate: Estimate,
    value: impl Fn(f64) -> String,
    range: impl Fn(Interval) -> String,
) -> String {
    estimate_of(too_few_people, estimate, value, range)
}

/// Returns the same of a number that may stand on something else than people,
/// such as accounts; `too_few` says that there are too few of them.
fn estimate_of(
    too_few: impl Fn(u64) -> String,
    estimate: Estimate,
    value: impl Fn(f64) -> String,
    range: impl Fn(Interval) -> String,
) -> String {
    let Some((number, interval)) = estimate.numbers() else {
        return match estimate.withheld() {
            Some(Withheld::FewPeople) | None => too_few(estimate.n()),
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
            say!("all answers come from one account, too few for a range").into()
        }
        Withheld::FewAccounts { accounts } => say!(
            "all answers come from {accounts}, too few for a range",
            accounts = count(accounts, "account", "accounts")
        ),
        Withheld::OneAccount { share } => say!(
            "{share} of the answers come from one account, so no range can be given",
            share = percent(share)
        ),
    }
}

/// Returns why there is no number of `n` people.
pub fn withheld(n: u64) -> String {
    too_few_people(n)
}

fn too_few_people(n: u64) -> String {
    match n {
        0 => say!("no people").into(),
        n => say!("too few people ({n})", n = thousands(n)),
    }
}

fn too_few_accounts(n: u64) -> String {
    match n {
        0 => say!("no accounts").into(),
        n => say!("too few accounts ({n})", n = thousands(n)),
    }
}

/// Returns `35% (26% to 46%)`, without the count.
pub fn share(share: &Share) -> String {
    estimate(share.estimate, percent, share_range)
}

/// Returns the same of accounts.
pub fn share_of_accounts(share: &Share) -> String {
    estimate_of(too_few_accounts, share.estimate, percent, share_range)
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
    day.map_or_else(|| date.to_owned(), day_in_words)
}

fn day_in_words(date: Date) -> String {
    let month = match date.month() {
        1 => say!("January"),
        2 => say!("February"),
        3 => say!("March"),
        4 => say!("April"),
        5 => say!("May"),
        6 => say!("June"),
        7 => say!("July"),
        8 => say!("August"),
        9 => say!("September"),
        10 => say!("October"),
        11 => say!("November"),
        _ => say!("December"),
    };
    let day = match (ReportLanguage::spoken(), date.day()) {
        (ReportLanguage::French, 1) => "1er".to_owned(),
        (_, day) => day.to_string(),
    };
    say!("{day} {month} {year}", day, month, year = date.year())
}

/// Returns `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last]
            if ReportLanguage::spoken() == ReportLanguage::Spanish && sounds_like(last, "i") =>
        {
            format!("{} e {last}", first.join(", "))
        }
        [first @ .., last] => say!("{first} and {last}", first = first.join(", "), last),
    }
}

/// Returns `a or b`.
pub(super) fn either(first: &str, last: &str) -> String {
    if ReportLanguage::spoken() == ReportLanguage::Spanish && sounds_like(last, "o") {
        return format!("{first} u {last}");
    }
    say!("{first} or {last}", first, last)
}

/// Returns whether a Spanish word begins with the sound of `vowel`, before which
/// `y` is `e`, and `o` is `u`.
fn sounds_like(word: &str, vowel: &str) -> bool {
    let word = word.trim_start_matches('«').to_lowercase();
    let word = word.replace('í', "i").replace('ó', "o");
    let sound = word.strip_prefix('h').unwrap_or(&word);
    let is_diphthong = sound.starts_with("ie") || sound.starts_with("ia");
    (sound.starts_with(vowel) && !is_diphthong) || (vowel == "o" && word.starts_with('8'))
}

/// Returns where a quote stands, for those who want to look it up.
pub fn place(quote: &Quote) -> String {
    let mut place = vec![quote.source.clone()];
    place.extend(
        quote
            .record
            .as_ref()
            .map(|record| say!("record {record}", record = text::masked_id(record))),
    );
    place.extend(
        quote
            .row
            .map(|row| say!("row {row}", row = thousands(row.into()))),
    );
    place.extend(
        quote
            .line
            .map(|line| say!("line {line}", line = thousands(line.into()))),
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
    let interview = (quote.origin == Medium::Interview).then(|| say!("Interview").to_owned());
    // Where nobody rated, the tone of a whole comment is not that of the
    // sentence quoted.
    let group = quote.group.filter(|_| !scale.is_tone());
    let group = group.map(|group| capitalised(&member(group, scale)));
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
            .map(|question| say!("asked “{question}”", question)),
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
    (!is_named).then(|| given(scale, rating))
}

/// Returns a value as a reader knows it: `4`, `yes`, `very good`.
pub(super) fn rating(scale: &Scale, value: u8) -> String {
    translated(&scale.value(value)).into_owned()
}

/// Returns what somebody did who gave this rating: `rated 4`, `said yes`,
/// `answered “very good”`.
pub(super) fn given(scale: &Scale, rating: Rating) -> String {
    let value = self::rating(scale, rating.value());
    filled(scale.how_given(), &["value"], &[value]).unwrap_or_else(|| scale.given(rating))
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
    fn numbers_are_written_as_people_write_them_in_each_language() {
        let said = |language| {
            [1_204, 61_204]
                .map(|count| thousands_in(language, count))
                .join(" ")
                + " "
                + &decimals_in(language, 2.5, 1)
        };
        assert_eq!(said(ReportLanguage::German), "1.204 61.204 2,5");
        assert_eq!(
            said(ReportLanguage::French),
            "1\u{202f}204 61\u{202f}204 2,5"
        );
        assert_eq!(said(ReportLanguage::Spanish), "1204 61.204 2,5");
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
    fn spanish_has_another_and_before_its_own_sound() {
        for word in ["«Internet lento»", "hilo", "Ícaro"] {
            assert!(sounds_like(word, "i"), "{word}");
        }
        for word in ["hielo", "Ana", "«yo»"] {
            assert!(!sounds_like(word, "i"), "{word}");
        }
        assert!(sounds_like("8", "o") && sounds_like("hora", "o") && !sounds_like("10", "o"));
    }

    #[test]
    fn a_recording_is_quoted_by_its_clock() {
        assert_eq!(clock(725), "12:05");
        assert_eq!(clock(3_605), "1:00:05");
    }
}
