//! Whether a text praises, complains, asks for something or asks a question.
//!
//! Takes a text and its language; counts the words of praise and of complaint
//! in it, as far as `stopwords/tone.txt` knows them, and sees whether it asks
//! for something (`request`). It reads words, not minds: of irony it knows
//! nothing.

use std::cmp::Ordering;
use std::ops::AddAssign;
use std::sync::LazyLock;

use ahash::AHashMap;
use serde::Deserialize;

use super::faces::{FROWNS, SMILES};
use super::language::Language;
use super::normalize::spelled;
use super::phrase_table::PhraseTable;
use super::request::is_request;
use super::stopwords::{section_part, sections};
use super::words::words;

/// How much praise and how much complaint a text holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tone {
    /// Signs of praise; one with "very" before it counts twice.
    pub praise: usize,
    /// Signs of complaint, counted likewise.
    pub complaint: usize,
    /// All words of the text.
    pub words: usize,
    /// Fainter signs of praise: "thanks", a smile.
    faint_praise: usize,
    /// Fainter signs of complaint: "waited", "why", a denial.
    faint_complaint: usize,
    /// Whether it asks for something.
    asks: bool,
    /// Whether it ends in a question mark.
    questions: bool,
}

/// What a passage does, as far as its words show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ToneKind {
    /// Says that something is wrong.
    Complaint,
    /// Says that something is good.
    Praise,
    /// Asks for something: a wish or a request.
    Request,
    /// Asks to be told something.
    Question,
    /// Praises and complains as much.
    Mixed,
    /// Shows none of these.
    #[default]
    Plain,
}

impl ToneKind {
    /// Returns what it is called in selections, exports and on the map.
    pub fn name(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Praise => "praise",
            Self::Request => "request",
            Self::Question => "question",
            Self::Mixed => "mixed",
            Self::Plain => "plain",
        }
    }
}

impl Tone {
    /// Reads a text: `"very good, no problems"` holds three signs of praise
    /// and none of complaint. A language without lists says nothing.
    pub fn from_text(text: &str, language: Language) -> Self {
        let mut tone = Self::default();
        for clause in text.split_inclusive(is_break).flat_map(sentence_ends) {
            let spelled: Vec<String> = words(clause).map(|word| spelled(word.text)).collect();
            tone.words += spelled.len();
            if let Some(lists) = LISTS.get(language.code()) {
                let plain = marks(&spelled, &lists.plain);
                let [praise, complaint] = signs(&plain);
                tone.praise += praise;
                tone.complaint += complaint;
                let faint = marks(&spelled, &lists.faint);
                let count = |marks: &[ToneMark], role: ToneRole| {
                    marks.iter().filter(|mark| mark.role == role).count()
                };
                tone.faint_praise += count(&faint, ToneRole::Thanks);
                tone.faint_complaint += count(&faint, ToneRole::Trouble)
                    + count(&plain, ToneRole::Not)
                    + count(&plain, ToneRole::No);
            }
            let is_question = clause.trim_end().ends_with(['?', '？', '؟']);
            tone.asks |= is_request(&spelled, language, is_question);
            tone.questions |= is_question;
        }
        let [smiles, frowns] = faces(text);
        tone.faint_praise += smiles;
        tone.faint_complaint += frowns;
        tone
    }

    /// Returns what the text does. Complaint comes before a request, since who
    /// asks for more of what is bad complains; fainter signs count where
    /// nothing else does.
    pub fn kind(&self) -> ToneKind {
        match self.balance() {
            Ordering::Less => ToneKind::Complaint,
            _ if self.asks => ToneKind::Request,
            Ordering::Greater => ToneKind::Praise,
            Ordering::Equal if self.praise > 0 => ToneKind::Mixed,
            Ordering::Equal if self.faint_complaint > 0 => ToneKind::Complaint,
            Ordering::Equal if self.faint_praise > 0 => ToneKind::Praise,
            Ordering::Equal if self.questions => ToneKind::Question,
            Ordering::Equal => ToneKind::Plain,
        }
    }

    /// Returns whether there is more praise, `Greater`, or more complaint.
    pub fn balance(&self) -> Ordering {
        self.praise.cmp(&self.complaint)
    }
}

impl AddAssign for Tone {
    /// Puts the next passage of the same text beside what was read of it.
    fn add_assign(&mut self, next: Self) {
        self.praise += next.praise;
        self.complaint += next.complaint;
        self.words += next.words;
        self.faint_praise += next.faint_praise;
        self.faint_complaint += next.faint_complaint;
        self.asks |= next.asks;
        self.questions |= next.questions;
    }
}

/// Counts the faces that smile and those that do not, drawn or typed.
fn faces(text: &str) -> [usize; 2] {
    let drawn = |faces: &str| text.chars().filter(|face| faces.contains(*face)).count();
    let typed = |faces: &[&str]| {
        let words = text.split_whitespace();
        words.filter(|word| faces.contains(word)).count()
    };
    if text.is_ascii() && !text.contains([':', ';', '<', '=']) {
        return [0, 0];
    }
    [
        drawn(SMILES) + typed(&[":)", ":-)", ";)", ";-)", ":D", ":-D", "=)", "<3"]),
        drawn(FROWNS) + typed(&[":(", ":-(", ":/", ":-/", ":'(", ":|", "=("]),
    ]
}

/// Counts the signs of praise and of complaint, clause by clause.
fn signs(marks: &[ToneMark]) -> [usize; 2] {
    let mut signs = [0; 2];
    for clause in marks.split(|mark| mark.role == ToneRole::But) {
        if clause.iter().any(|mark| mark.role == ToneRole::Wish) {
            continue;
        }
        for (at, mark) in clause.iter().enumerate() {
            let weighed = mark.weighed(&clause[..at]);
            signs = [signs[0] + weighed[0], signs[1] + weighed[1]];
        }
    }
    signs
}

/// What "very" makes of a sign.
const EMPHATIC: usize = 2;

/// How many words after a negation it reaches.
const DENIED: usize = 3;

/// How many words after a "no" it denies a complaint.
const FREE: usize = 2;

/// What a word or phrase does to the tone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ToneRole {
    Praise,
    Complaint,
    Not,
    No,
    Very,
    Neither,
    Wish,
    But,
    Thanks,
    Trouble,
}

/// A listed word or phrase in a sentence.
#[derive(Clone, Copy, Debug)]
struct ToneMark {
    role: ToneRole,
    /// Its first word.
    start: usize,
    /// The word after its last.
    end: usize,
}

impl ToneMark {
    /// Returns how much praise and how much complaint it is, after what stands
    /// before it in its clause.
    fn weighed(self, before: &[Self]) -> [usize; 2] {
        let within = |role: ToneRole, reach: usize| {
            before
                .iter()
                .any(|mark| mark.role == role && self.start < mark.end + reach)
        };
        let weight = if within(ToneRole::Very, 1) {
            EMPHATIC
        } else {
            1
        };
        let is_denied = within(ToneRole::Not, DENIED) || within(ToneRole::No, DENIED);
        match self.role {
            ToneRole::Praise if is_denied => [0, weight],
            ToneRole::Praise => [weight, 0],
            ToneRole::Complaint if within(ToneRole::No, FREE) => [weight, 0],
            // "Not slow" is hardly praise, and no complaint.
            ToneRole::Complaint if is_denied => [0, 0],
            ToneRole::Complaint => [0, weight],
            _ => [0, 0],
        }
    }
}

/// Returns the places of complaints in the words of a sentence, as `spelled`
/// gives them, that nothing denies.
pub(super) fn complaints(
    words: &[String],
    language: Language,
) -> impl Iterator<Item = std::ops::Range<usize>> {
    let lists = LISTS.get(language.code());
    let marks = lists.map_or_else(Vec::new, |lists| marks(words, &lists.plain));
    let is_complaint = |at: &usize| marks[*at].weighed(&marks[..*at])[1] > 0;
    let found: Vec<usize> = (0..marks.len()).filter(is_complaint).collect();
    found
        .into_iter()
        .map(move |at| marks[at].start..marks[at].end)
}

/// Returns whether a character ends a clause wherever it stands.
fn is_break(character: char) -> bool {
    ";:!?()\n\u{2026}\u{2013}\u{2014}。，、；：！？؟،؛（）".contains(character)
}

/// Cuts after full stops, commas and dashes, but not within `3.5` and `e-mail`.
fn sentence_ends(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_end = |&(at, _): &(usize, &str)| {
            let next = rest[at + 1..].chars().next();
            !next.is_some_and(char::is_alphanumeric)
        };
        let end = rest.match_indices(['.', ',', '-']).find(is_end);
        let (part, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at + 1));
        rest = after;
        (!part.is_empty()).then_some(part)
    })
}

/// Returns the listed words and phrases of a sentence, the longest each time.
fn marks(words: &[String], list: &PhraseTable<ToneRole>) -> Vec<ToneMark> {
    let mut marks = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let found = list.longest_at(words, start);
        let length = found.map_or(1, |(length, _)| length);
        marks.extend(found.map(|(length, role)| ToneMark {
            role,
            start,
            end: start + length,
        }));
        start += length;
    }
    marks
}

/// The words and phrases of a language; fainter signs stand apart, so that
/// they hide no plain one.
#[derive(Default)]
struct Lists {
    plain: PhraseTable<ToneRole>,
    faint: PhraseTable<ToneRole>,
}

static LISTS: LazyLock<AHashMap<&'static str, Lists>> = LazyLock::new(|| {
    let mut lists: AHashMap<&'static str, Lists> = AHashMap::new();
    for (section, line) in sections(include_str!("../../stopwords/tone.txt")) {
        if let Some((code, name)) = section.split_once(' ')
            && let Some(role) = section_part(name)
        {
            let own = lists.entry(code).or_default();
            let list = match role {
                ToneRole::Thanks | ToneRole::Trouble => &mut own.faint,
                _ => &mut own.plain,
            };
            list.add(line, role);
        }
    }
    lists
});

#[cfg(test)]
mod tests {
    use super::super::phrase_table::LONGEST;
    use super::*;

    fn read(text: &str, language: Language) -> (usize, usize) {
        let tone = Tone::from_text(text, language);
        (tone.praise, tone.complaint)
    }

    fn english(text: &str) -> (usize, usize) {
        read(text, Language::English)
    }

    #[test]
    fn praise_and_complaint_are_told_apart() {
        for (text, tone) in [
            ("Friendly staff, easy to use", (2, 0)),
            ("The app crashes and support ignored me", (0, 2)),
            ("Lovely people. The price is a rip off", (1, 1)),
            ("We opened a second office in March", (0, 0)),
        ] {
            assert_eq!(english(text), tone, "{text}");
        }
    }

    #[test]
    fn a_negation_turns_praise_within_three_words() {
        for text in [
            "not good",
            "I'm not at all happy",
            "it isn\u{2019}t very reliable",
            "it doesnt feel reliable",
            "the login no longer helps",
        ] {
            let (praise, complaint) = english(text);
            assert!(praise == 0 && complaint > 0, "{text}");
        }
        assert_eq!(english("not before ten, then it was good"), (1, 0));
    }

    #[test]
    fn who_has_no_problem_praises_and_who_denies_one_says_little() {
        assert_eq!(english("no problems"), (1, 0));
        assert_eq!(english("without any delays"), (1, 0));
        assert_eq!(english("it is not slow"), (0, 0));
        assert_eq!(english("it did not cause a problem"), (0, 0));
        assert_eq!(english("they never fixed the problem"), (0, 2));
    }

    #[test]
    fn very_makes_two_of_one() {
        assert_eq!(english("good app"), (1, 0));
        assert_eq!(english("very good app"), (2, 0));
        assert_eq!(english("app is far too expensive"), (0, 2));
    }

    #[test]
    fn a_wish_is_neither_and_reaches_no_further_than_its_clause() {
        assert_eq!(english("a faster export would be great"), (0, 0));
        assert_eq!(english("please add a reliable calendar"), (0, 0));
        assert_eq!(
            english("great tool but a quick search would be nice"),
            (1, 0)
        );
    }

    #[test]
    fn phrases_hold_words_that_alone_say_otherwise() {
        assert_eq!(english("good morning"), (0, 0));
        assert_eq!(english("could not be more helpful"), (1, 0));
        assert_eq!(english("cant fault it, wouldn't be without it"), (2, 0));
    }

    #[test]
    fn a_numbers_point_and_a_words_hyphen_end_no_clause() {
        let parts: Vec<&str> = sentence_ends("1.5 user-friendly, quick. Done").collect();
        assert_eq!(parts, ["1.5 user-friendly,", " quick.", " Done"]);
    }

    #[test]
    fn other_languages_have_their_own_words() {
        for (language, praise, complaint) in [
            (Language::German, "sehr zufrieden", "nicht zuverlässig"),
            (Language::French, "j'adore, très pratique", "l'appli plante"),
            (Language::Dutch, "handig en snel", "niet duidelijk"),
            (Language::Spanish, "muy buena", "no funciona"),
            (Language::Swedish, "toppen", "svarar aldrig"),
            (
                Language::Italian,
                "personale gentilissimo",
                "non funziona mai",
            ),
            (Language::Polish, "bardzo dobra obsługa", "nie działa"),
            (Language::Turkish, "çok hızlı ve kolay", "çok yavaş"),
            (Language::Russian, "очень удобно", "не работает"),
            (Language::Chinese, "服务态度很好", "送餐太慢"),
            (Language::Japanese, "スタッフがとても親切", "対応が遅い"),
            (Language::Korean, "배송이 빨라요", "너무 느려요"),
            (Language::Thai, "อาหารอร่อยมาก", "ช้ามาก"),
            (Language::Arabic, "خدمة ممتازة", "بطيء جدا"),
        ] {
            assert!(matches!(read(praise, language), (1.., 0)), "{praise}");
            assert!(matches!(read(complaint, language), (0, 1..)), "{complaint}");
        }
        assert_eq!(read("toppen", Language::Finnish), (0, 0));
    }

    /// Twenty short comments in each of thirteen languages, written for motif
    /// by those who wrote its lists.
    fn comments() -> impl Iterator<Item = (Language, &'static str, &'static str)> {
        let lines = include_str!("../../corpora/languages/tone.tsv").lines();
        lines.skip(1).map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            (Language::from_code(cells[0]).unwrap(), cells[1], cells[2])
        })
    }

    #[test]
    fn short_comments_are_read_as_people_read_them_in_every_language() {
        let kind = |text, language| match Tone::from_text(text, language).kind() {
            ToneKind::Mixed => "plain",
            other => other.name(),
        };
        let mut right = std::collections::BTreeMap::<Language, usize>::new();
        for (language, wanted, text) in comments() {
            *right.entry(language).or_default() += usize::from(kind(text, language) == wanted);
        }
        assert!(
            right.len() == 13 && right.values().all(|right| *right >= 17),
            "{right:?}"
        );
    }

    #[test]
    fn the_language_of_short_comments_is_told() {
        let mut right = std::collections::BTreeMap::<Language, usize>::new();
        for (language, _, text) in comments() {
            *right.entry(language).or_default() +=
                usize::from(super::super::detect::detect(text) == Some(language));
        }
        assert!(right.values().all(|right| *right >= 15), "{right:?}");
    }

    #[test]
    fn irony_is_taken_at_its_word() {
        let (praise, complaint) =
            english("love the new login! so good i get to see it eleven times a day");
        assert!(praise > 0 && complaint == 0);
    }

    #[test]
    fn no_phrase_has_two_meanings_or_more_words_than_are_read() {
        let mut seen = std::collections::BTreeSet::new();
        for (section, line) in sections(include_str!("../../stopwords/tone.txt")) {
            let (code, name) = section.split_once(' ').unwrap();
            let role = section_part::<ToneRole>(name);
            let is_known = role.is_some() && Language::from_code(code).is_some();
            assert!(is_known, "{section}");
            assert!(line.split(' ').count() <= LONGEST, "{line}");
            assert!(seen.insert((code, line)), "{code} {line} stands twice");
        }
    }
}
