//! More like this: what says the same as a text, in whatever words.

use tantivy::DocAddress;

use super::Error;
use super::facets::{CountedField, facets};
use super::hybrid::LEAST_COSINE;
use super::index::{Hits, Index, RankedText};
use super::nearest::nearest;
use super::options::{SearchOptions, Sort};
use super::plan::QueryPlan;
use super::query::Query;
use super::snippet::Marker;
use crate::feedback::{Place, Span};
use crate::text::words;

/// So many similar texts are counted by the values of their fields.
const MOST_COUNTED: usize = 10_000;

impl Index {
    /// Returns the texts that say what another text says, nearest first, among
    /// those that answer a query; without `except`, where it stands itself.
    ///
    /// Where nobody can say what is meant, those with the most of its words.
    pub fn similar(
        &self,
        text: &str,
        except: Option<Place>,
        query: &Query,
        options: &SearchOptions,
    ) -> Result<Hits, Error> {
        let words: Vec<&str> = words(text).map(|word| word.text).collect();
        let plan = self.partial_plan(&self.content_words(&words), &query.root)?;
        let mut ranked = self.ranked(text, &plan, query)?;
        let itself = except.map(without_span);
        let nothing = Span { start: 0, end: 0 };
        ranked.retain(|text| Some(self.place(text.address, nothing)) != itself);
        let counted = self.counted(options);
        let counts = self.counts(&counted, ranked.iter().map(|text| text.address));
        let shown = ranked.iter().skip(options.offset).take(options.limit);
        let mut marker = Marker::new(&plan.marks);
        let hits = shown.map(|text| self.hit(text, &mut marker, options.context));
        Ok(Hits {
            total: 0,
            similar: ranked.len(),
            hits: hits.collect::<Result<_, _>>()?,
            facets: facets(&counted, &counts),
        })
    }

    fn ranked(
        &self,
        text: &str,
        plan: &QueryPlan,
        query: &Query,
    ) -> Result<Vec<RankedText>, Error> {
        if let Some(semantic) = &self.semantic
            && let Some(asked) = self.embed(text)
        {
            let among = self.matching(&query.root)?;
            let among = among.as_deref();
            let (_, near) = nearest(&semantic.vectors, &asked, among, MOST_COUNTED, LEAST_COSINE);
            return Ok(near
                .iter()
                .map(|near| RankedText {
                    address: semantic.address(near),
                    score: 0.0,
                    near: Some(semantic.chunk(near)),
                    is_similar: true,
                })
                .collect());
        }
        let gathered = self.gather(plan, Sort::Score, MOST_COUNTED, &[])?;
        let first = gathered.first.into_iter();
        Ok(first
            .map(|(score, address)| RankedText {
                address,
                score,
                near: None,
                is_similar: true,
            })
            .collect())
    }

    fn counts(
        &self,
        counted: &[CountedField<'_>],
        texts: impl Iterator<Item = DocAddress>,
    ) -> Vec<Vec<usize>> {
        let none = counted.iter().map(|field| vec![0; field.column().1 + 1]);
        let mut counts: Vec<Vec<usize>> = none.collect();
        for text in texts {
            let columns = &self.columns[text.segment_ord as usize];
            for (field, counts) in counted.iter().zip(&mut counts) {
                let column = &columns.fields[field.column().0];
                counts[column.get_val(text.doc_id) as usize] += 1;
            }
        }
        counts
    }
}

fn without_span(place: Place) -> Place {
    let span = Span { start: 0, end: 0 };
    match place {
        Place::Comment { response, .. } => Place::Comment { response, span },
        Place::Turn {
            interview, turn, ..
        } => Place::Turn {
            interview,
            turn,
            span,
        },
    }
}
