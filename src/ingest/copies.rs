//! Surveys that hold the answers of another: a filtered or copied sheet, the
//! same export twice.
//!
//! An answer is the same when everything that both surveys tell of it is: id,
//! person, day, rating and words. Columns may be fewer, renamed or reordered.
//! Two waves of the same people are no copies, since their answers differ.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::feedback::Response;

use super::survey::Survey;

/// A survey whose answers stand in another, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SurveyCopy {
    pub(super) copy: usize,
    pub(super) original: usize,
    /// Whether all of the copy's answers are in the original, not only nearly all.
    pub(super) is_whole: bool,
}

/// Returns the surveys that are copies of larger ones, or of earlier ones of
/// the same size, ascending.
pub(super) fn copies(surveys: &[&Survey]) -> Vec<SurveyCopy> {
    let facts: Vec<Facts> = surveys.iter().map(|survey| Facts::of(survey)).collect();
    let mut by_size: Vec<usize> = (0..surveys.len()).collect();
    by_size.sort_by_key(|place| std::cmp::Reverse(surveys[*place].responses.len()));
    let mut originals: Vec<usize> = Vec::new();
    let mut copies = Vec::new();
    for copy in by_size {
        let found = originals.iter().find_map(|&original| {
            let known = facts[copy].and(facts[original]);
            let is_whole = is_whole(surveys[copy], surveys[original], known)?;
            Some(SurveyCopy {
                copy,
                original,
                is_whole,
            })
        });
        match found {
            Some(found) => copies.push(found),
            None => originals.push(copy),
        }
    }
    copies.sort_unstable_by_key(|found| found.copy);
    copies
}

/// What a survey tells of its answers.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a column or none")]
struct Facts {
    ids: bool,
    people: bool,
    accounts: bool,
    days: bool,
    ratings: bool,
    comments: bool,
}

impl Facts {
    fn of(survey: &Survey) -> Self {
        let any = |has: fn(&Response) -> bool| survey.responses.iter().any(has);
        Self {
            ids: any(|response| response.id.is_some()),
            people: any(|response| response.person.key().is_some()),
            accounts: any(|response| response.account.is_some()),
            days: any(|response| response.date.is_some()),
            ratings: any(|response| response.rating.is_some()),
            comments: any(|response| response.comment.is_some()),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            ids: self.ids && other.ids,
            people: self.people && other.people,
            accounts: self.accounts && other.accounts,
            days: self.days && other.days,
            ratings: self.ratings && other.ratings,
            comments: self.comments && other.comments,
        }
    }

    /// Returns a hash of what is known of an answer.
    fn key(self, response: &Response) -> u64 {
        let mut hasher = DefaultHasher::new();
        if self.ids {
            response.id.hash(&mut hasher);
        }
        if self.people {
            response.person.key().hash(&mut hasher);
        }
        if self.accounts {
            response.account.hash(&mut hasher);
        }
        if self.days {
            let day = response.date.as_deref().and_then(|date| date.get(..10));
            day.hash(&mut hasher);
        }
        if self.ratings {
            response.rating.hash(&mut hasher);
        }
        if self.comments {
            let comment = response.comment.as_deref().unwrap_or_default();
            for word in comment.split_whitespace() {
                word.hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    /// Returns whether hardly anybody else's answer is the same by chance.
    fn tells(self, response: &Response) -> bool {
        const LONG: usize = 20;
        let answers = self.ratings || self.comments;
        let is_long = |comment: &str| comment.trim().len() >= LONG;
        (self.comments && response.comment.as_deref().is_some_and(is_long))
            || (answers && self.ids && response.id.is_some())
            || (answers && self.people && response.person.key().is_some())
    }
}

/// Returns whether all answers of a survey are in another that is as large, or
/// nearly all; `None` where fewer are.
fn is_whole(copy: &Survey, original: &Survey, known: Facts) -> Option<bool> {
    const SAME: usize = 10;
    let all = copy.responses.len();
    let keys = |of: &Survey| -> Vec<u64> { of.responses.iter().map(|r| known.key(r)).collect() };
    let (own, others) = (keys(copy), keys(original));
    // So many answers are not the same in the same order by chance.
    let told = own.iter().collect::<HashSet<_>>().len();
    if own == others && all >= SAME && told > 2 {
        return Some(true);
    }
    let mut left: HashMap<u64, usize> = HashMap::new();
    for key in others {
        *left.entry(key).or_default() += 1;
    }
    let mut shared = 0;
    let mut telling = HashSet::new();
    for (response, key) in copy.responses.iter().zip(own) {
        if let Some(count) = left.get_mut(&key).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
            if known.tells(response) {
                telling.insert(key);
            }
        }
    }
    (shared * 10 >= all * 9 && telling.len() * 2 >= all).then_some(shared == all)
}

#[cfg(test)]
mod tests {
    // Fixtures are put together from pieces.
    #![allow(clippy::format_collect)]

    use super::super::survey::SurveyTable;
    use super::super::{ReadOptions, delimited, survey};
    use super::*;

    fn read(text: &str) -> Survey {
        let table = delimited(text.to_owned(), "UTF-8");
        match survey::read("a.csv", &table, &ReadOptions::default()).unwrap() {
            SurveyTable::Survey(survey, _) => survey,
            SurveyTable::Accounts(..) => panic!("no survey"),
        }
    }

    fn found(texts: &[&str]) -> Vec<(usize, usize)> {
        let surveys: Vec<Survey> = texts.iter().map(|text| read(text)).collect();
        let found = copies(&surveys.iter().collect::<Vec<_>>());
        found.iter().map(|of| (of.copy, of.original)).collect()
    }

    /// Returns the rows of answers that a number of people gave.
    fn rows(
        people: usize,
        shift: usize,
        is_in: impl Fn(usize) -> bool,
    ) -> Vec<(usize, usize, String)> {
        let said = [
            "the app is slow on my phone",
            "support was kind and quick",
            "the price went up again",
        ];
        (0..people)
            .map(|id| {
                (
                    id,
                    (id * 7 + shift) % 11,
                    format!("{} ({})", said[(id + shift) % 3], id % 5),
                )
            })
            .filter(|(_, rating, _)| is_in(*rating))
            .collect()
    }

    fn table(rows: &[(usize, usize, String)]) -> String {
        let row =
            |(id, rating, said): &(usize, usize, String)| format!("{id},{rating},{said},North\n");
        format!(
            "id,nps,comment,region\n{}",
            rows.iter().map(row).collect::<String>()
        )
    }

    #[test]
    fn a_part_of_the_answers_is_a_copy_whatever_its_columns() {
        let all = table(&rows(40, 0, |_| true));
        let few = rows(40, 0, |rating| rating < 7);
        assert_eq!(found(&[&all, &table(&few)]), [(1, 0)]);
        assert_eq!(found(&[&table(&few), &all]), [(0, 1)]);
        assert_eq!(found(&[&all, &all]), [(1, 0)]);
        let columns: String = few
            .iter()
            .map(|(_, rating, said)| format!("{said};{rating}\n"))
            .collect();
        assert_eq!(
            found(&[&all, &format!("Verbatim;NPS score\n{columns}")]),
            [(1, 0)]
        );
        // Somebody has mended a few.
        let mended = table(&few).replacen("the price", "The prise", 1);
        assert_eq!(found(&[&all, &mended]), [(1, 0)]);
    }

    #[test]
    fn the_same_people_with_other_answers_are_another_wave() {
        let first = table(&rows(40, 0, |_| true));
        for shift in 1..11 {
            assert_eq!(found(&[&first, &table(&rows(40, shift, |_| true))]), []);
        }
    }

    #[test]
    fn short_answers_that_many_give_make_no_copy() {
        let said = ["good", "ok", "slow", "dear"];
        let wave = |shift: usize| {
            let row =
                |n: usize| format!("{},{}\n", (n * 5 + shift) % 11, said[(n * 3 + shift) % 4]);
            format!("nps,comment\n{}", (0..300).map(row).collect::<String>())
        };
        assert_eq!(found(&[&wave(0), &wave(3)]), []);
        assert_eq!(found(&[&wave(0), &wave(0)]), [(1, 0)]);
    }
}
