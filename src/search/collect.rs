//! Goes through the texts a query finds once: counts them, counts the values
//! of their fields, and keeps the first few in the order asked for.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::ColumnValues;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::catalogue::Catalogue;
use super::options::Sort;

/// A column of one segment.
pub(super) type ValueColumn = Arc<dyn ColumnValues<u64>>;

/// The columns of one segment, opened once: opening them takes longer than
/// most searches.
pub(super) struct SegmentColumns {
    pub item: ValueColumn,
    pub turn: ValueColumn,
    pub start: ValueColumn,
    date: ValueColumn,
    rating: ValueColumn,
    /// One for each field of the catalogue.
    pub fields: Vec<ValueColumn>,
}

impl SegmentColumns {
    pub(super) fn open(segment: &SegmentReader, catalogue: &Catalogue) -> tantivy::Result<Self> {
        let column = |name: &str| -> tantivy::Result<ValueColumn> {
            Ok(segment.fast_fields().u64(name)?.values)
        };
        let fields = 0..catalogue.fields.len();
        Ok(Self {
            item: column("item")?,
            turn: column("turn")?,
            start: column("start")?,
            date: column("date")?,
            rating: column("rating")?,
            fields: fields
                .map(|field| column(&Catalogue::column(field)))
                .collect::<tantivy::Result<_>>()?,
        })
    }
}

/// What to keep and what to count.
pub(super) struct Gather<'a> {
    /// Of each segment.
    pub columns: &'a [SegmentColumns],
    pub sort: Sort,
    /// How many texts to keep.
    pub keep: usize,
    /// The fields to count, each with the largest number it holds.
    pub count: Vec<(usize, usize)>,
}

/// What was found.
#[derive(Default)]
pub(super) struct Collected {
    pub total: usize,
    /// The first texts and their scores.
    pub first: Vec<(Score, DocAddress)>,
    /// How often each number stands in each of the columns.
    pub counts: Vec<Vec<usize>>,
}

/// A text's place in the order: the larger the earlier.
type Rank = u64;

impl Collector for Gather<'_> {
    type Fruit = Collected;
    type Child = GatherSegment;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<GatherSegment> {
        let columns = &self.columns[ordinal as usize];
        let order = match self.sort {
            Sort::Score => CollectOrder::Score,
            Sort::Newest => CollectOrder::Descending(columns.date.clone()),
            Sort::Oldest => CollectOrder::Ascending(columns.date.clone()),
            Sort::Highest => CollectOrder::Descending(columns.rating.clone()),
            Sort::Lowest => CollectOrder::Ascending(columns.rating.clone()),
        };
        let counted = self.count.iter().map(|&(field, most)| FacetCounts {
            values: columns.fields[field].clone(),
            counts: vec![0; most + 1],
        });
        Ok(GatherSegment {
            ordinal,
            order,
            keep: self.keep,
            total: 0,
            first: BinaryHeap::with_capacity(self.keep.min(1024) + 1),
            counted: counted.collect(),
            waiting: Vec::with_capacity(BLOCK),
            codes: vec![0; BLOCK],
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<SegmentGathered>) -> tantivy::Result<Collected> {
        let mut ranked: Vec<(Reverse<Rank>, DocAddress, Score)> = Vec::new();
        let mut gathered = Collected {
            total: 0,
            first: Vec::new(),
            counts: self
                .count
                .iter()
                .map(|(_, most)| vec![0; most + 1])
                .collect(),
        };
        for segment in segments {
            gathered.total += segment.total;
            ranked.extend(segment.first);
            for (sum, counts) in gathered.counts.iter_mut().zip(segment.counts) {
                for (sum, count) in sum.iter_mut().zip(counts) {
                    *sum += count as usize;
                }
            }
        }
        // Addresses ascend by source and record: that settles ties.
        ranked.sort_unstable_by_key(|&(rank, address, _)| (rank, address));
        ranked.truncate(self.keep);
        gathered.first = ranked
            .into_iter()
            .map(|(_, address, score)| (score, address))
            .collect();
        Ok(gathered)
    }
}

enum CollectOrder {
    Score,
    /// Largest first, 0 (none) last.
    Descending(ValueColumn),
    /// Smallest first, 0 (none) last.
    Ascending(ValueColumn),
}

impl CollectOrder {
    fn rank(&self, text: DocId, score: Score) -> Rank {
        match self {
            // Scores are never negative, and such floats sort as their bits do.
            Self::Score => u64::from(score.to_bits()),
            Self::Descending(values) => values.get_val(text),
            Self::Ascending(values) => match values.get_val(text) {
                0 => 0,
                value => u64::MAX - value,
            },
        }
    }
}

struct FacetCounts {
    values: ValueColumn,
    counts: Vec<u32>,
}

/// So many texts are counted at a time: a column read in one go is read faster.
const BLOCK: usize = 256;

/// Goes through one segment.
pub(super) struct GatherSegment {
    ordinal: SegmentOrdinal,
    order: CollectOrder,
    keep: usize,
    total: usize,
    /// The worst of those kept is on top.
    first: BinaryHeap<(Reverse<Rank>, DocId, OrderedScore)>,
    counted: Vec<FacetCounts>,
    waiting: Vec<DocId>,
    codes: Vec<u64>,
}

/// A score that is carried along and never compared first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct OrderedScore(u32);

/// What one segment holds.
pub(super) struct SegmentGathered {
    total: usize,
    first: Vec<(Reverse<Rank>, DocAddress, Score)>,
    counts: Vec<Vec<u32>>,
}

impl GatherSegment {
    fn keep(&mut self, text: DocId, score: Score) {
        let rank = Reverse(self.order.rank(text, score));
        if self.first.len() == self.keep {
            // Texts come in ascending order, so that an equal one is later.
            match self.first.peek() {
                Some((worst, ..)) if rank < *worst => self.first.pop(),
                _ => return,
            };
        }
        self.first.push((rank, text, OrderedScore(score.to_bits())));
    }

    fn count(&mut self) {
        let codes = &mut self.codes[..self.waiting.len()];
        for counted in &mut self.counted {
            let only = counted.values.min_value();
            if only == counted.values.max_value() {
                counted.counts[only as usize] += codes.len() as u32;
                continue;
            }
            counted.values.get_vals(&self.waiting, codes);
            for &code in &*codes {
                counted.counts[code as usize] += 1;
            }
        }
        self.waiting.clear();
    }
}

impl SegmentCollector for GatherSegment {
    type Fruit = SegmentGathered;

    fn collect(&mut self, text: DocId, score: Score) {
        self.total += 1;
        self.keep(text, score);
        if !self.counted.is_empty() {
            self.waiting.push(text);
            if self.waiting.len() == BLOCK {
                self.count();
            }
        }
    }

    fn harvest(mut self) -> SegmentGathered {
        self.count();
        let ordinal = self.ordinal;
        let first = self.first.into_iter().map(|(rank, text, score)| {
            let address = DocAddress::new(ordinal, text);
            (rank, address, Score::from_bits(score.0))
        });
        SegmentGathered {
            total: self.total,
            first: first.collect(),
            counts: self
                .counted
                .into_iter()
                .map(|counted| counted.counts)
                .collect(),
        }
    }
}

/// Keeps every text, by segment, ascending.
pub(super) struct All;

impl Collector for All {
    type Fruit = Vec<(SegmentOrdinal, Vec<DocId>)>;
    type Child = AllOfSegment;

    fn for_segment(
        &self,
        ordinal: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<AllOfSegment> {
        Ok(AllOfSegment(ordinal, Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(
        &self,
        mut segments: Vec<(SegmentOrdinal, Vec<DocId>)>,
    ) -> tantivy::Result<Self::Fruit> {
        segments.sort_unstable();
        Ok(segments)
    }
}

/// The texts of one segment.
pub(super) struct AllOfSegment(SegmentOrdinal, Vec<DocId>);

impl SegmentCollector for AllOfSegment {
    type Fruit = (SegmentOrdinal, Vec<DocId>);

    fn collect(&mut self, text: DocId, _: Score) {
        self.1.push(text);
    }

    fn harvest(self) -> Self::Fruit {
        (self.0, self.1)
    }
}
