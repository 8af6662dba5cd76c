//! Dense layers with weights in 8 bits, and the normalization between them.

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use safetensors::SafeTensors;

use crate::embeddings::floats;

/// A product with weights, and a shift.
pub(super) struct Affine {
    /// Shape (inputs, outputs).
    weights: Array2<f32>,
    bias: Option<Array1<f32>>,
}

impl Affine {
    /// Reads `NAME` (8 bits), `NAME.scale` (one an output) and, if there,
    /// `NAME.bias`.
    pub(super) fn read(tensors: &SafeTensors<'_>, name: &str) -> Result<Self, String> {
        let scale = vector(tensors, &format!("{name}.scale"))?;
        let tensor = tensors.tensor(name).map_err(|error| error.to_string())?;
        let &[inputs, outputs] = tensor.shape() else {
            return Err(format!("`{name}` has not two dimensions"));
        };
        let weights = Array2::from_shape_vec((inputs, outputs), floats(&tensor)?)
            .map_err(|error| error.to_string())?;
        Ok(Self {
            weights: weights * &scale.insert_axis(Axis(0)),
            bias: vector(tensors, &format!("{name}.bias")).ok(),
        })
    }

    /// Returns the weights of `places` inputs, which stand below each other,
    /// beside each other, without the shift.
    pub(super) fn placed_beside(&self, places: usize) -> Self {
        let inputs = self.weights.nrows() / places;
        let blocks: Vec<_> = self.weights.axis_chunks_iter(Axis(0), inputs).collect();
        let beside = ndarray::concatenate(Axis(1), &blocks).expect("blocks of one shape");
        Self {
            weights: beside.as_standard_layout().to_owned(),
            bias: None,
        }
    }

    pub(super) fn outputs(&self) -> usize {
        self.weights.ncols()
    }

    pub(super) fn bias(&self) -> Option<&Array1<f32>> {
        self.bias.as_ref()
    }

    /// Returns the product alone.
    pub(super) fn times(&self, inputs: ArrayView2<'_, f32>) -> Array2<f32> {
        self.added(inputs, Array2::zeros((inputs.nrows(), self.outputs())))
    }

    /// Returns the product, shifted.
    pub(super) fn of(&self, inputs: ArrayView2<'_, f32>) -> Array2<f32> {
        let shape = (inputs.nrows(), self.outputs());
        let shift = self.bias.as_ref().and_then(|bias| bias.broadcast(shape));
        self.added(
            inputs,
            shift.map_or_else(|| Array2::zeros(shape), |shift| shift.to_owned()),
        )
    }

    fn added(&self, inputs: ArrayView2<'_, f32>, mut outputs: Array2<f32>) -> Array2<f32> {
        let asked = Slice::from(..inputs.nrows());
        if inputs.nrows() < LEAST_ROWS {
            // So few are added up in another order: a text alone would differ,
            // in the last bit, from the same text among others.
            let filled = |some: &ArrayView2<'_, f32>| {
                let mut all = Array2::zeros((LEAST_ROWS, some.ncols()));
                all.slice_axis_mut(Axis(0), asked).assign(some);
                all
            };
            let all = self.added(filled(&inputs).view(), filled(&outputs.view()));
            return all.slice_axis(Axis(0), asked).to_owned();
        }
        let inputs = inputs.as_standard_layout();
        let shape = outputs.dim();
        let into = outputs.as_slice_mut().expect("a new matrix");
        matmul(
            MatMut::from_row_major_slice_mut(into, shape.0, shape.1),
            Accum::Add,
            rows(&inputs.view()),
            rows(&self.weights.view()),
            1.0,
            Par::Seq,
        );
        outputs
    }
}

/// Rows from which a product adds up each cell in one order.
const LEAST_ROWS: usize = 8;

/// Returns a matrix as `faer` takes it: its products are more than twice as
/// fast as those of `ndarray`, which does not use the widest registers.
fn rows<'a>(matrix: &'a ArrayView2<'_, f32>) -> MatRef<'a, f32> {
    let values = matrix.as_slice().expect("rows stand one after another");
    MatRef::from_row_major_slice(values, matrix.nrows(), matrix.ncols())
}

/// Brings rows to mean 0 and variance 1, then scales and shifts each column.
pub(super) struct Normalization {
    gain: Array1<f32>,
    shift: Array1<f32>,
}

/// Keeps a row without variance finite.
const LEAST_VARIANCE: f32 = 1e-6;

impl Normalization {
    /// Reads `NAME.gain` and `NAME.shift`.
    pub(super) fn read(tensors: &SafeTensors<'_>, name: &str) -> Result<Self, String> {
        Ok(Self {
            gain: vector(tensors, &format!("{name}.gain"))?,
            shift: vector(tensors, &format!("{name}.shift"))?,
        })
    }

    pub(super) fn apply(&self, rows: &mut Array2<f32>) {
        let columns = self.gain.len();
        let gain = self.gain.as_slice().expect("a vector");
        let shift = self.shift.as_slice().expect("a vector");
        let all = rows.as_slice_mut().expect("rows stand one after another");
        for row in all.chunks_exact_mut(columns) {
            let mean = sum(row, |value| value) / columns as f32;
            let variance = sum(row, |value| (value - mean) * (value - mean)) / columns as f32;
            let scale = (variance + LEAST_VARIANCE).sqrt().recip();
            for ((value, gain), shift) in row.iter_mut().zip(gain).zip(shift) {
                *value = (*value - mean) * scale * gain + shift;
            }
        }
    }
}

/// Returns a sum over a row, added up in eight lanes: a chain of additions,
/// each waiting for the one before, is several times slower.
fn sum(row: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; 8];
    for eight in row.chunks_exact(8) {
        for (lane, value) in lanes.iter_mut().zip(eight) {
            *lane += term(*value);
        }
    }
    lanes.iter().sum()
}

/// Reads a tensor of one dimension.
pub(super) fn vector(tensors: &SafeTensors<'_>, name: &str) -> Result<Array1<f32>, String> {
    let tensor = tensors.tensor(name);
    let tensor = tensor.map_err(|_| format!("there is no tensor `{name}`"))?;
    Ok(Array1::from(floats(&tensor)?))
}
