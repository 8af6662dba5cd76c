//! A small sentence encoder that reads sixteen languages alike.
//!
//! Takes texts; gives vectors that are near where texts mean the same, in
//! whatever language. It is the convolutional Universal Sentence Encoder
//! (Yang et al. 2020, "Multilingual Universal Sentence Encoder for Semantic
//! Retrieval"), its pieces' vectors in 3 bits and its weights in 8, with a last
//! layer of our own that leads to the space of the English teacher
//! (`docs/vectors.md`):
//!
//! 1. A text is cut into the pieces of a unigram vocabulary (Kudo 2018), and
//!    each looked up in a table.
//! 2. Three stacks of two convolutions, over 2, 3 and 5 pieces, each added to
//!    what it was given.
//! 3. What comes out is summed over the text, divided by the root of the number
//!    of pieces, and passes four dense layers.

mod layers;
#[cfg(feature = "transformer")]
mod made;
mod table;
mod vocabulary;

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, Axis, Slice};
use rayon::prelude::*;
use safetensors::SafeTensors;
use thread_local::ThreadLocal;

use self::layers::{Affine, Normalization};
#[cfg(feature = "transformer")]
pub use self::made::EncoderParts;
use self::table::PieceTable;
use self::vocabulary::{PieceVocabulary, WordCutter};
use crate::known_words::KnownWords;

/// A sentence encoder.
pub struct SentenceEncoder {
    vocabulary: PieceVocabulary,
    /// The row of the piece that begins a word and is nothing else.
    word_begins: Option<u32>,
    words: ThreadLocal<RefCell<KnownWords>>,
    table: PieceTable,
    project: Affine,
    projected: Normalization,
    stacks: [Stack; 3],
    pooled: Normalization,
    pool: Affine,
    dense: [Affine; 6],
    /// Leads to another model's vectors; absent while it is made.
    head: Option<Affine>,
}

/// What an encoder is read from.
#[derive(Clone, Copy, Debug)]
pub struct EncoderFiles<'a> {
    /// The pieces, one a line, each with a tab and its log-probability.
    pub pieces: &'a str,
    /// Safetensors: all weights but the table's.
    pub weights: &'a [u8],
    /// The table of pieces in 3 bits, part after part.
    pub table: &'a [&'static [u8]],
}

/// Two convolutions over as many pieces.
struct Stack {
    /// Pieces that a convolution sees, and how many of them stand before.
    width: usize,
    before: usize,
    first: Affine,
    /// The weights of `first`, place beside place instead of place below place.
    taps: Affine,
    second: Affine,
}

/// What the first layers give depends on each piece alone; feedback repeats its
/// pieces, so it is computed once for each of them.
struct PieceInputs {
    /// Which pieces, ascending.
    pieces: Vec<u32>,
    /// Their vectors, what the stacks are given, and what each piece adds to
    /// the first convolution of each stack at each place of a window.
    looked_up: Array2<f32>,
    inputs: Array2<f32>,
    taps: Vec<Array2<f32>>,
}

impl PieceInputs {
    fn row(&self, piece: u32) -> usize {
        self.pieces
            .binary_search(&piece)
            .expect("the inputs of every piece were computed")
    }
}

/// Texts whose pieces are looked at together.
const TOGETHER: usize = 4096;

/// Dimensions of a piece's vector, and of what convolutions give.
const PIECE: usize = 512;
const CHANNELS: usize = 256;

/// Rows of the table before the pieces: unknown, beginning and end.
const MARKS: u32 = 3;
const UNKNOWN: u32 = 0;
const BEGIN: u32 = 1;
const END: u32 = 2;

/// Pieces of a text that are read: comments have fewer.
const LONGEST: usize = 192;

/// Pieces that pass through the layers together: a product of matrices then
/// reads its weights from a near cache, once for all.
const BATCH: usize = 384;

/// Texts one thread takes at once.
const CHUNK: usize = 64;

impl SentenceEncoder {
    /// Reads an encoder, or says what is missing.
    pub fn read(files: EncoderFiles<'_>) -> Result<Self, String> {
        let tensors = SafeTensors::deserialize(files.weights).map_err(|error| error.to_string())?;
        let affine = |name: &str| Affine::read(&tensors, name);
        let normalization = |name: &str| Normalization::read(&tensors, name);
        let stack = |width: usize, before: usize| {
            let first = affine(&format!("first{width}"))?;
            Ok::<_, String>(Stack {
                width,
                before,
                taps: first.placed_beside(width),
                first,
                second: affine(&format!("second{width}"))?,
            })
        };
        let vocabulary = PieceVocabulary::read(files.pieces)?;
        Ok(Self {
            word_begins: vocabulary.word_begins().map(row_of),
            vocabulary,
            words: ThreadLocal::new(),
            table: PieceTable::read(&tensors, files.table)?,
            project: affine("project")?,
            projected: normalization("project")?,
            stacks: [stack(2, 0)?, stack(3, 1)?, stack(5, 2)?],
            pooled: normalization("pool")?,
            pool: affine("pool")?,
            dense: [
                affine("d0")?,
                affine("d1")?,
                affine("p1")?,
                affine("d2")?,
                affine("d3")?,
                affine("p3")?,
            ],
            head: affine("head").ok(),
        })
    }

    /// Returns the number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.head.as_ref().map_or(PIECE, Affine::outputs)
    }

    /// Returns unit vectors, one a text, its words folded and one space between;
    /// zeros for a text without a known piece. `done` is told how many more
    /// are finished, from any thread.
    pub fn vectors<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        done: &(dyn Fn(usize) + Sync),
    ) -> Array2<f32> {
        let mut rows = Array2::zeros((texts.len(), self.dimensions()));
        for (mut rows, texts) in rows
            .axis_chunks_iter_mut(Axis(0), TOGETHER)
            .zip(texts.chunks(TOGETHER))
        {
            let texts: Vec<Cow<'_, str>> = texts
                .iter()
                .map(|text| written_together(text.as_ref()))
                .collect();
            let cutter = self.vocabulary.cutter(&texts);
            let cut: Vec<Vec<u32>> = texts
                .par_iter()
                .map(|text| self.cut(text, &cutter))
                .collect();
            let inputs = self.inputs(&cut);
            rows.axis_chunks_iter_mut(Axis(0), CHUNK)
                .into_par_iter()
                .zip(cut.par_chunks(CHUNK))
                .for_each(|(rows, cut)| {
                    self.encode(cut, &inputs, rows);
                    done(cut.len());
                });
        }
        rows
    }

    /// Returns what depends on a piece alone, for each piece of some texts.
    fn inputs(&self, cut: &[Vec<u32>]) -> PieceInputs {
        let mut pieces = cut.concat();
        pieces.sort_unstable();
        pieces.dedup();
        let parts: Vec<PieceInputs> = pieces
            .par_chunks(BATCH)
            .map(|pieces| {
                let looked_up = self.table.rows(pieces);
                let mut inputs = self.project.of(looked_up.view());
                self.projected.apply(&mut inputs);
                let taps = self.stacks.iter().enumerate().map(|(at, stack)| {
                    let own = Slice::from(at * CHANNELS..(at + 1) * CHANNELS);
                    stack.taps.times(inputs.slice_axis(Axis(1), own))
                });
                PieceInputs {
                    pieces: Vec::new(),
                    taps: taps.collect(),
                    looked_up,
                    inputs,
                }
            })
            .collect();
        let below = |of: &dyn Fn(&PieceInputs) -> ArrayView2<'_, f32>| {
            let views: Vec<_> = parts.iter().map(of).collect();
            ndarray::concatenate(Axis(0), &views).unwrap_or_default()
        };
        PieceInputs {
            looked_up: below(&|part| part.looked_up.view()),
            inputs: below(&|part| part.inputs.view()),
            taps: (0..self.stacks.len())
                .map(|at| below(&|part| part.taps[at].view()))
                .collect(),
            pieces,
        }
    }

    fn encode(&self, cut: &[Vec<u32>], inputs: &PieceInputs, mut rows: ArrayViewMut2<'_, f32>) {
        let mut start = 0;
        while start < cut.len() {
            let mut pieces = 0;
            let fits = |of: &&Vec<u32>| {
                pieces += of.len();
                pieces <= BATCH || pieces == of.len()
            };
            let end = start + cut[start..].iter().take_while(fits).count();
            let vectors = self.batch(&cut[start..end], inputs);
            for (at, vector) in (start..end).zip(vectors.rows()) {
                let tells = |&piece: &u32| piece >= MARKS && Some(piece) != self.word_begins;
                let is_known = cut[at].iter().any(tells);
                if is_known {
                    let length = vector.dot(&vector).sqrt().max(1e-12);
                    rows.row_mut(at).assign(&(&vector / length));
                }
            }
            start = end;
        }
    }

    /// Returns the rows of a text's pieces in the table, between its marks.
    fn cut(&self, text: &str, cutter: &WordCutter<'_>) -> Vec<u32> {
        let mut words = self.words.get_or_default().borrow_mut();
        words.forget_too_many();
        let mut pieces = vec![BEGIN];
        let mut before = "";
        for word in text.split(' ') {
            // Whoever says a word again and again does not say more.
            if word == std::mem::replace(&mut before, word) {
                continue;
            }
            let number = words.number(word, |word| {
                let places = cutter.cut(word).into_iter();
                places.map(row_of).collect()
            });
            pieces.extend(words.pieces(number));
            if pieces.len() > LONGEST {
                pieces.truncate(LONGEST);
                break;
            }
        }
        pieces.push(END);
        pieces
    }

    /// Returns the vectors of some texts, one a row, not of unit length.
    fn batch(&self, texts: &[Vec<u32>], inputs: &PieceInputs) -> Array2<f32> {
        let pieces: Vec<usize> = texts
            .iter()
            .flatten()
            .map(|&piece| inputs.row(piece))
            .collect();
        let ends = texts.iter().scan(0, |end, text| {
            let start = *end;
            *end += text.len();
            Some(start..*end)
        });
        let ends: Vec<Range<usize>> = ends.collect();
        let own = inputs.inputs.select(Axis(0), &pieces);
        let mut features = vec![inputs.looked_up.select(Axis(0), &pieces)];
        for (at, stack) in self.stacks.iter().enumerate() {
            let input = Slice::from(at * CHANNELS..(at + 1) * CHANNELS);
            let mut middle = own.slice_axis(Axis(1), input).to_owned();
            stack.convolve_taps(&inputs.taps[at], &pieces, &ends, &mut middle);
            features.push(stack.convolved(&middle, &ends));
        }
        let mut features = beside(&features);
        self.pooled.apply(&mut features);
        self.finished(&features, &ends)
    }

    /// Pools features over each text, and passes them through what comes last.
    fn finished(&self, features: &Array2<f32>, ends: &[Range<usize>]) -> Array2<f32> {
        let mut sums = Array2::zeros((ends.len(), features.ncols()));
        for (mut sum, own) in sums.rows_mut().into_iter().zip(ends) {
            let own = features.slice_axis(Axis(0), Slice::from(own.clone()));
            sum.assign(&own.sum_axis(Axis(0)));
        }
        let pieces = Array1::from_iter(ends.iter().map(|own| own.len() as f32));
        let mut pooled = self.pool.times(sums.view());
        let roots = pieces.mapv(f32::sqrt).insert_axis(Axis(1));
        if let Some(bias) = self.pool.bias() {
            pooled += &(pieces.insert_axis(Axis(1)) * bias);
        }
        pooled /= &roots;
        let [d0, d1, p1, d2, d3, p3] = &self.dense;
        let positive = |mut values: Array2<f32>| {
            values.mapv_inplace(|value| value.max(0.0));
            values
        };
        let inner = positive(d0.times(pooled.view()));
        let once = positive(p1.times(pooled.view()) + d1.times(inner.view()));
        let inner = positive(d2.times(once.view()));
        let mut last = p3.times(once.view()) + d3.times(inner.view());
        last.mapv_inplace(f32::tanh);
        for mut row in last.rows_mut() {
            let length = row.dot(&row).sqrt().max(1e-6);
            row.mapv_inplace(|value| value / length);
        }
        self.head
            .as_ref()
            .map_or_else(|| last.clone(), |head| head.of(last.view()))
    }
}

impl Stack {
    /// Adds the first convolution's output, what is below zero cut off, to its
    /// input. `taps` has what each piece adds at each place of a window.
    fn convolve_taps(
        &self,
        taps: &Array2<f32>,
        pieces: &[usize],
        ends: &[Range<usize>],
        input: &mut Array2<f32>,
    ) {
        let taps = taps.as_slice().expect("rows stand one after another");
        let bias = self.first.bias().and_then(|bias| bias.as_slice());
        let bias = bias.expect("a convolution has a shift");
        let rows = input.as_slice_mut().expect("a new matrix");
        let mut sum = vec![0.0; CHANNELS];
        for own in ends {
            for piece in own.clone() {
                sum.copy_from_slice(bias);
                for seen in self.window(piece, own) {
                    let place = seen + self.before - piece;
                    let from = (pieces[seen] * self.width + place) * CHANNELS;
                    for (sum, tap) in sum.iter_mut().zip(&taps[from..from + CHANNELS]) {
                        *sum += tap;
                    }
                }
                let row = &mut rows[piece * CHANNELS..(piece + 1) * CHANNELS];
                for (value, sum) in row.iter_mut().zip(&sum) {
                    *value += sum.max(0.0);
                }
            }
        }
    }

    /// Returns which pieces a window around one sees: no text sees another's.
    fn window(&self, piece: usize, own: &Range<usize>) -> Range<usize> {
        let first = piece.saturating_sub(self.before).max(own.start);
        first..(piece + self.width - self.before).min(own.end)
    }

    /// Returns the second convolution's output, what is below zero cut off,
    /// plus its input. `ends` says which rows are whose.
    fn convolved(&self, input: &Array2<f32>, ends: &[Range<usize>]) -> Array2<f32> {
        let mut windows = Array2::zeros((input.nrows(), self.width * CHANNELS));
        let rows = input.as_slice().expect("rows stand one after another");
        let wide = windows.as_slice_mut().expect("a new matrix");
        for own in ends {
            for piece in own.clone() {
                let seen = self.window(piece, own);
                let place = seen.start + self.before - piece;
                let to = (piece * self.width + place) * CHANNELS;
                let seen = &rows[seen.start * CHANNELS..seen.end * CHANNELS];
                wide[to..to + seen.len()].copy_from_slice(seen);
            }
        }
        let mut output = self.second.of(windows.view());
        let values = output.as_slice_mut().expect("a new matrix");
        for (value, input) in values.iter_mut().zip(rows) {
            *value = value.max(0.0) + input;
        }
        output
    }
}

/// Returns the row in the table of a piece that the tokenizer numbers so.
fn row_of(id: u32) -> u32 {
    match id {
        0 => UNKNOWN,
        id => id - 1 + MARKS,
    }
}

/// Puts matrices side by side.
fn beside(parts: &[Array2<f32>]) -> Array2<f32> {
    let columns = parts.iter().map(Array2::ncols).sum();
    let mut all = Array2::zeros((parts[0].nrows(), columns));
    let mut from = 0;
    for part in parts {
        let own = Slice::from(from..from + part.ncols());
        all.slice_axis_mut(Axis(1), own).assign(part);
        from += part.ncols();
    }
    all
}

/// Returns a text without spaces between letters of scripts that are written
/// without.
fn written_together(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let mut together = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let before = together.chars().next_back();
        let is_between = [before, letters.peek().copied()]
            .into_iter()
            .all(|beside| beside.is_some_and(has_no_spaces));
        if letter != ' ' || !is_between {
            together.push(letter);
        }
    }
    together.into()
}

/// Whether a letter is of a script without spaces: Thai, kana, Han.
fn has_no_spaces(letter: char) -> bool {
    matches!(letter,
        '\u{0e00}'..='\u{0e7f}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

impl std::fmt::Debug for SentenceEncoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SentenceEncoder")
            .field("dimensions", &self.dimensions())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use safetensors::tensor::{Dtype, TensorView};

    /// A tiny encoder with weights drawn from a few numbers: it means nothing,
    /// but passes through every layer.
    pub(crate) fn tiny() -> SentenceEncoder {
        let mut tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)> = Vec::new();
        let mut drawn = 1_u32;
        let mut next = || {
            drawn = drawn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (drawn >> 24) as u8
        };
        let mut floats = |name: String, values: Vec<f32>| {
            let bytes = values
                .iter()
                .flat_map(|value| value.to_le_bytes())
                .collect();
            tensors.push((name, Dtype::F32, vec![values.len()], bytes));
        };
        let shapes = [
            ("project", PIECE, 3 * CHANNELS, true),
            ("first2", 2 * CHANNELS, CHANNELS, true),
            ("second2", 2 * CHANNELS, CHANNELS, true),
            ("first3", 3 * CHANNELS, CHANNELS, true),
            ("second3", 3 * CHANNELS, CHANNELS, true),
            ("first5", 5 * CHANNELS, CHANNELS, true),
            ("second5", 5 * CHANNELS, CHANNELS, true),
            ("pool", PIECE + 3 * CHANNELS, 16, true),
            ("d0", 16, 8, false),
            ("d1", 8, 8, false),
            ("p1", 16, 8, false),
            ("d2", 8, 12, false),
            ("d3", 12, 12, false),
            ("p3", 8, 12, false),
            ("head", 12, 6, true),
        ];
        for (name, inputs, outputs, has_bias) in shapes {
            let scale = 0.02 / (inputs as f32).sqrt();
            floats(format!("{name}.scale"), vec![scale; outputs]);
            if has_bias {
                floats(format!("{name}.bias"), vec![0.01; outputs]);
            }
        }
        for (name, columns) in [("project", 3 * CHANNELS), ("pool", PIECE + 3 * CHANNELS)] {
            floats(format!("{name}.gain"), vec![1.0; columns]);
            floats(format!("{name}.shift"), vec![0.0; columns]);
        }
        floats(
            "table.levels".into(),
            (0..8).map(|at| at as f32 - 3.5).collect(),
        );
        floats("table.centre".into(), vec![0.1; PIECE]);
        floats("table.spread".into(), vec![0.5; PIECE]);
        for (name, inputs, outputs, _) in shapes {
            let bytes = (0..inputs * outputs).map(|_| next()).collect();
            tensors.push((name.to_owned(), Dtype::I8, vec![inputs, outputs], bytes));
        }
        let views = tensors.iter().map(|(name, dtype, shape, bytes)| {
            let view = TensorView::new(*dtype, shape.clone(), bytes).unwrap();
            (name.as_str(), view)
        });
        let weights = safetensors::serialize(views, None).unwrap();
        let pieces = "▁\t-9\n▁slow\t-5\n▁app\t-6\n▁s\t-8\nlow\t-8\n▁langsam\t-7\ns\t-9\n";
        let rows = MARKS as usize + pieces.lines().count();
        let row = PIECE / 8 * 3;
        let table: Vec<u8> = (0..rows * row).map(|_| next()).collect();
        let (first, second) = table.split_at(4 * row);
        let leak = |part: &[u8]| -> &'static [u8] { Box::leak(part.to_vec().into_boxed_slice()) };
        SentenceEncoder::read(EncoderFiles {
            pieces,
            weights: &weights,
            table: &[leak(first), leak(second)],
        })
        .unwrap()
    }

    #[test]
    fn a_sentence_means_the_same_alone_and_among_others() {
        let encoder = tiny();
        let texts: Vec<String> = (0..300)
            .map(|at| ["slow", "app", "slow app", "langsam slow apps"][at % 4].repeat(1 + at % 3))
            .collect();
        let all = encoder.vectors(&texts, &|_| {});
        for (text, row) in texts.iter().zip(all.rows()) {
            let alone = encoder.vectors(&[text], &|_| {});
            let far = (&alone.row(0) - &row).mapv(f32::abs).sum();
            assert!(far < 1e-5, "{text}: {far}");
        }
    }

    #[test]
    fn a_word_said_again_at_once_says_no_more() {
        let encoder = tiny();
        let rows = encoder.vectors(&["slow app", "slow slow slow app app"], &|_| {});
        assert_eq!(rows.row(0), rows.row(1));
    }

    #[test]
    fn the_order_of_words_tells() {
        let encoder = tiny();
        let rows = encoder.vectors(&["slow app", "app slow"], &|_| {});
        assert!((&rows.row(0) - &rows.row(1)).mapv(f32::abs).sum() > 1e-3);
    }

    #[test]
    fn what_has_no_known_piece_has_no_meaning() {
        let rows = tiny().vectors(&["", "ЖЖЖ", "slow"], &|_| {});
        assert!(
            rows.row(0)
                .iter()
                .chain(rows.row(1))
                .all(|value| *value == 0.0)
        );
        assert!((rows.row(2).dot(&rows.row(2)) - 1.0).abs() < 1e-4);
    }

    #[test]
    fn scripts_without_spaces_are_put_together_again() {
        assert_eq!(written_together("送 货 很 慢 app ok"), "送货很慢 app ok");
        assert_eq!(written_together("sehr gut für uns"), "sehr gut für uns");
    }
}
