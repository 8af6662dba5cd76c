//! What `DataFusion` and Ballista call for each batch of rows: the theme, tone
//! and language of a text, as functions of SQL.
//!
//! `motif_theme(text)`, `motif_tone(text)` and `motif_language(text)` give a
//! text each; `motif_label(text)` gives all of it at once, which costs what one
//! of them costs. A second argument names the model that is meant, by its
//! digest: a machine that holds another one refuses.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, AsArray, Float32Builder, StringBuilder, StringViewArray, StructArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature,
    Volatility,
};
use datafusion::prelude::SessionContext;
use motif::study::{TextLabel, ThemeModel, id_list};
use rayon::prelude::*;

/// What a function says of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TextAnswer {
    /// All of it, as a struct of [`LABELS`].
    Label,
    /// What its main theme is called.
    Theme,
    /// Whether it praises, complains or asks.
    Tone,
    /// The language it is in.
    Language,
}

/// The fields of a label, in the order in which they stand in labelled tables.
pub(crate) const LABELS: [&str; 6] = [
    "theme_id",
    "theme",
    "strength",
    "all_themes",
    "tone",
    "language",
];

/// A function of a text.
#[derive(Debug)]
struct TextFunction {
    answer: TextAnswer,
    signature: Signature,
    /// `None` where calls are only planned, as a scheduler does.
    model: Option<Arc<ThemeModel>>,
}

/// Returns the function of each answer; without a model they can be planned
/// with, and not called.
pub(crate) fn functions(model: Option<&Arc<ThemeModel>>) -> [ScalarUDF; 4] {
    [
        TextAnswer::Label,
        TextAnswer::Theme,
        TextAnswer::Tone,
        TextAnswer::Language,
    ]
    .map(|answer| function(answer, model.cloned()))
}

/// Makes the functions known to a session.
pub(crate) fn register(session: &SessionContext, model: Option<&Arc<ThemeModel>>) {
    for function in functions(model) {
        session.register_udf(function);
    }
}

/// Returns the function that gives an answer.
pub(crate) fn function(answer: TextAnswer, model: Option<Arc<ThemeModel>>) -> ScalarUDF {
    ScalarUDF::new_from_impl(TextFunction {
        answer,
        signature: Signature::one_of(
            vec![TypeSignature::String(1), TypeSignature::String(2)],
            Volatility::Immutable,
        ),
        model,
    })
}

impl TextFunction {
    fn digest(&self) -> Option<&str> {
        self.model.as_ref().map(|model| model.digest())
    }
}

impl PartialEq for TextFunction {
    fn eq(&self, other: &Self) -> bool {
        (self.answer, self.digest()) == (other.answer, other.digest())
    }
}

impl Eq for TextFunction {}

impl Hash for TextFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.answer, self.digest()).hash(state);
    }
}

impl ScalarUDFImpl for TextFunction {
    fn name(&self) -> &'static str {
        match self.answer {
            TextAnswer::Label => "motif_label",
            TextAnswer::Theme => "motif_theme",
            TextAnswer::Tone => "motif_tone",
            TextAnswer::Language => "motif_language",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(match self.answer {
            TextAnswer::Label => DataType::Struct(label_fields()),
            TextAnswer::Theme | TextAnswer::Tone | TextAnswer::Language => DataType::Utf8,
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let Some(model) = &self.model else {
            return exec_err!("this machine has no themes: start it with `--model FILE`");
        };
        let given = ColumnarValue::values_to_arrays(&args.args)?;
        if let Some(wanted) = given.get(1) {
            refuse_other(&texts(wanted)?, model)?;
        }
        let labels = label(model, &texts(&given[0])?);
        Ok(ColumnarValue::Array(self.column(model, &labels)))
    }
}

impl TextFunction {
    fn column(&self, model: &ThemeModel, labels: &[Option<TextLabel>]) -> ArrayRef {
        match self.answer {
            TextAnswer::Label => Arc::new(StructArray::new(
                label_fields(),
                vec![
                    strings(labels, |label| Some(label.theme.id())),
                    strings(labels, |label| Some(theme(model, label).to_owned())),
                    strengths(labels),
                    strings(labels, |label| Some(id_list(&label.all))),
                    tones(labels),
                    strings(labels, language),
                ],
                None,
            )),
            TextAnswer::Theme => strings(labels, |label| {
                let theme = theme(model, label);
                (!theme.is_empty()).then(|| theme.to_owned())
            }),
            TextAnswer::Tone => tones(labels),
            TextAnswer::Language => strings(labels, language),
        }
    }
}

/// Rows that one thread labels at a time.
const CHUNK: usize = 2048;

/// Returns what each row says; a row depends on itself only, so that it makes
/// no difference how rows are chunked.
fn label(model: &ThemeModel, texts: &StringViewArray) -> Vec<Option<TextLabel>> {
    let rows: Vec<Option<&str>> = texts.iter().collect();
    rows.par_chunks(CHUNK)
        .flat_map_iter(|rows| model.label(rows))
        .collect()
}

fn refuse_other(wanted: &StringViewArray, model: &ThemeModel) -> Result<()> {
    let mut wanted = wanted.iter().flatten();
    let Some(other) = wanted.find(|digest| *digest != model.digest()) else {
        return Ok(());
    };
    exec_err!(
        "this machine has the themes {}, and {other} were asked for: start it with the same model file",
        model.digest()
    )
}

fn texts(array: &ArrayRef) -> Result<StringViewArray> {
    let array = cast(array, &DataType::Utf8View)?;
    Ok(array.as_string_view().clone())
}

fn label_fields() -> Fields {
    let fields = LABELS.map(|name| {
        let kind = if name == "strength" {
            DataType::Float32
        } else {
            DataType::Utf8
        };
        Field::new(name, kind, true)
    });
    Fields::from(fields.to_vec())
}

fn strings(labels: &[Option<TextLabel>], of: impl Fn(&TextLabel) -> Option<String>) -> ArrayRef {
    let mut column = StringBuilder::new();
    for label in labels {
        column.append_option(label.as_ref().and_then(&of));
    }
    Arc::new(column.finish())
}

fn strengths(labels: &[Option<TextLabel>]) -> ArrayRef {
    let mut column = Float32Builder::new();
    for label in labels {
        let strength = label.as_ref().and_then(|label| label.theme.strength());
        column.append_option(strength);
    }
    Arc::new(column.finish())
}

fn theme<'m>(model: &'m ThemeModel, label: &TextLabel) -> &'m str {
    label.theme.name(|id| &model.themes()[&id].name)
}

fn tones(labels: &[Option<TextLabel>]) -> ArrayRef {
    strings(labels, |label| Some(label.tone.name().to_owned()))
}

fn language(label: &TextLabel) -> Option<String> {
    label.language.map(|language| language.name().to_owned())
}
