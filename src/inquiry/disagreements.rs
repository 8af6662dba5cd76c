//! Where a rating and a number of ours disagree: what somebody says against
//! what they do (usage), or against a colleague's gut feeling (a second score).

use serde::Serialize;

use super::error::Error;
use super::ledger::Ledger;
use super::measure::number;
use super::selection::{Selection, attributes};
use crate::feedback::Group;
use crate::study::Quote;

/// An answer that a measure contradicts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disagreement {
    /// Who: a name, else nothing.
    pub name: Option<String>,
    /// Their customer.
    pub account: Option<String>,
    /// How they rated.
    pub rating: u8,
    /// The group that is.
    pub group: Group,
    /// What the measure says.
    pub measure: f64,
    /// What they wrote.
    pub quote: Option<Quote>,
}

/// Where a rating and a measure disagree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disagreements {
    /// The measure.
    pub attribute: String,
    /// Answers with both.
    pub read: u64,
    /// The measure in the lowest third is at most this, in the highest at least.
    pub thirds: [f64; 2],
    /// Promoters whose measure is in the lowest third, the lowest first.
    pub content_but_low: Vec<Disagreement>,
    /// Detractors whose measure is in the highest third, the highest first.
    pub unhappy_but_high: Vec<Disagreement>,
    /// How well both go together, −1 to 1: Kendall's tau-b.
    pub tau: Option<f64>,
}

/// Lists the answers that a measure contradicts.
pub fn disagreements(
    ledger: &Ledger<'_>,
    by: &str,
    among: &Selection,
) -> Result<Disagreements, Error> {
    let analysis = ledger.analysis;
    let responses = &analysis.corpus.responses;
    let all = attributes(analysis);
    let no_measure = || Error::NoAttribute {
        wanted: by.to_owned(),
        attributes: all.clone(),
    };
    let attribute = all.iter().find(|name| name.eq_ignore_ascii_case(by.trim()));
    let attribute = attribute.ok_or_else(no_measure)?;
    let read: Vec<(usize, f64, u8)> = among
        .responses
        .iter()
        .filter_map(|&r| {
            let of = &responses[r];
            let measure = number(of.attributes.get(attribute)?)?;
            Some((r, measure, of.rating?.value()))
        })
        .collect();
    if read.is_empty() {
        return Err(Error::NoMeasure {
            attribute: attribute.clone(),
        });
    }
    let mut sorted: Vec<f64> = read.iter().map(|(_, measure, _)| *measure).collect();
    sorted.sort_by(f64::total_cmp);
    let [low, high] = [sorted[sorted.len() / 3], sorted[sorted.len() * 2 / 3]];
    let by_response = analysis.by_response();
    let listed = |&(r, measure, rating): &(usize, f64, u8)| Disagreement {
        name: responses[r].person.name.as_deref().map(str::to_owned),
        account: responses[r].account.as_deref().map(str::to_owned),
        rating,
        group: ledger.group(r).unwrap_or(Group::Passive),
        measure,
        quote: analysis.quotes(&by_response[r], 1).pop(),
    };
    let is = |group: Group| move |r: usize, ledger: &Ledger<'_>| ledger.group(r) == Some(group);
    let (best, worst) = (is(Group::Promoter), is(Group::Detractor));
    let apart = low < high;
    let mut content: Vec<Disagreement> = read
        .iter()
        .filter(|(r, measure, _)| apart && *measure <= low && best(*r, ledger))
        .map(listed)
        .collect();
    let mut unhappy: Vec<Disagreement> = read
        .iter()
        .filter(|(r, measure, _)| apart && *measure >= high && worst(*r, ledger))
        .map(listed)
        .collect();
    content.sort_by(|a, b| a.measure.total_cmp(&b.measure));
    unhappy.sort_by(|a, b| b.measure.total_cmp(&a.measure));
    Ok(Disagreements {
        attribute: attribute.clone(),
        read: read.len() as u64,
        thirds: [low, high],
        content_but_low: content,
        unhappy_but_high: unhappy,
        tau: tau_b(
            &read
                .iter()
                .map(|(_, m, r)| (*m, f64::from(*r)))
                .collect::<Vec<_>>(),
        ),
    })
}

/// Returns Kendall's tau-b (Kendall 1945), which allows for ties; `None` where
/// one of both never differs. Of many pairs a share by position.
fn tau_b(pairs: &[(f64, f64)]) -> Option<f64> {
    let step = (pairs.len() / 3_000).max(1);
    let pairs: Vec<(f64, f64)> = pairs.iter().step_by(step).copied().collect();
    let (mut agree, mut first, mut second) = (0_i64, 0_u64, 0_u64);
    for (at, one) in pairs.iter().enumerate() {
        for other in &pairs[at + 1..] {
            let x = one.0.total_cmp(&other.0) as i64;
            let y = one.1.total_cmp(&other.1) as i64;
            agree += x * y;
            first += u64::from(x != 0);
            second += u64::from(y != 0);
        }
    }
    let most = (first as f64 * second as f64).sqrt();
    (most > 0.0).then(|| agree as f64 / most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tau_is_one_where_both_rise_and_allows_for_ties() {
        let pairs = |of: &[(f64, f64)]| tau_b(of);
        assert_eq!(pairs(&[(1.0, 1.0), (2.0, 5.0), (3.0, 9.0)]), Some(1.0));
        assert_eq!(pairs(&[(1.0, 9.0), (2.0, 5.0), (3.0, 1.0)]), Some(-1.0));
        assert_eq!(pairs(&[(1.0, 1.0), (1.0, 2.0)]), None);
        // scipy.stats.kendalltau([12,2,1,12,2], [1,4,7,1,0]): −0.4714…
        let tau = pairs(&[(12.0, 1.0), (2.0, 4.0), (1.0, 7.0), (12.0, 1.0), (2.0, 0.0)]).unwrap();
        assert!((tau + 0.471_404_52).abs() < 1e-6, "{tau}");
    }
}
