//! A sentence-transformer small enough to write in a test: nine pieces, eight
//! dimensions, two layers, weights by a formula.

use std::path::Path;

use safetensors::tensor::{Dtype, TensorView};
use serde_json::json;

const HIDDEN: usize = 8;
const INSIDE: usize = 16;
const PLACES: usize = 16;
const PIECES: [&str; 9] = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "slow", "app", "wrong", "invoice", "##s",
];

/// Writes the model; `first`: pooled by the first mark instead of the mean.
pub(crate) fn write(dir: &Path, first: bool) {
    let put = |name: &str, value: serde_json::Value| {
        std::fs::write(dir.join(name), value.to_string()).unwrap();
    };
    put("config.json", config());
    put("tokenizer.json", tokenizer());
    std::fs::create_dir_all(dir.join("1_Pooling")).unwrap();
    let modes = json!({"pooling_mode_mean_tokens": !first, "pooling_mode_cls_token": first});
    put("1_Pooling/config.json", modes);
    let modules = json!([
        {"path": "", "type": "sentence_transformers.models.Transformer"},
        {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]);
    put("modules.json", modules);
    let weights: Vec<(String, Vec<usize>, Vec<u8>)> = shapes()
        .into_iter()
        .enumerate()
        .map(|(at, (name, shape))| {
            let values = values(at, &name, shape.iter().product());
            (name, shape, values)
        })
        .collect();
    let views = weights.iter().map(|(name, shape, bytes)| {
        let view = TensorView::new(Dtype::F32, shape.clone(), bytes).unwrap();
        (name.as_str(), view)
    });
    let bytes = safetensors::serialize(views, None).unwrap();
    std::fs::write(dir.join("model.safetensors"), bytes).unwrap();
}

fn config() -> serde_json::Value {
    json!({
        "model_type": "bert",
        "vocab_size": PIECES.len(),
        "hidden_size": HIDDEN,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": INSIDE,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "max_position_embeddings": PLACES,
        "type_vocab_size": 2,
        "initializer_range": 0.02,
        "layer_norm_eps": 1e-12,
        "pad_token_id": 0,
    })
}

fn tokenizer() -> serde_json::Value {
    let ids: serde_json::Map<_, _> = PIECES
        .iter()
        .enumerate()
        .map(|(id, piece)| ((*piece).to_owned(), id.into()))
        .collect();
    let mark = |token: &str| json!({"SpecialToken": {"id": token, "type_id": 0}});
    let text = json!({"Sequence": {"id": "A", "type_id": 0}});
    json!({
        "version": "1.0",
        "normalizer": {"type": "BertNormalizer", "clean_text": true,
            "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "TemplateProcessing",
            "single": [mark("[CLS]"), text, mark("[SEP]")],
            "pair": [mark("[CLS]"), text, mark("[SEP]")],
            "special_tokens": {
                "[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
                "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
        "model": {"type": "WordPiece", "unk_token": "[UNK]",
            "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": ids},
    })
}

fn shapes() -> Vec<(String, Vec<usize>)> {
    let mut shapes = vec![
        (
            "embeddings.word_embeddings.weight".to_owned(),
            vec![PIECES.len(), HIDDEN],
        ),
        (
            "embeddings.position_embeddings.weight".to_owned(),
            vec![PLACES, HIDDEN],
        ),
        (
            "embeddings.token_type_embeddings.weight".to_owned(),
            vec![2, HIDDEN],
        ),
        ("embeddings.LayerNorm.weight".to_owned(), vec![HIDDEN]),
        ("embeddings.LayerNorm.bias".to_owned(), vec![HIDDEN]),
    ];
    for layer in 0..2 {
        let parts = [
            ("attention.self.query", vec![HIDDEN, HIDDEN]),
            ("attention.self.key", vec![HIDDEN, HIDDEN]),
            ("attention.self.value", vec![HIDDEN, HIDDEN]),
            ("attention.output.dense", vec![HIDDEN, HIDDEN]),
            ("attention.output.LayerNorm", vec![HIDDEN]),
            ("intermediate.dense", vec![INSIDE, HIDDEN]),
            ("output.dense", vec![HIDDEN, INSIDE]),
            ("output.LayerNorm", vec![HIDDEN]),
        ];
        for (part, shape) in parts {
            let bias = vec![shape[0]];
            shapes.push((format!("encoder.layer.{layer}.{part}.weight"), shape));
            shapes.push((format!("encoder.layer.{layer}.{part}.bias"), bias));
        }
    }
    shapes
}

/// ((37 i² + 11 i + 101 k) mod 89) / 89 − ½ for value i of tensor k; one more
/// for the weights of a layer norm.
fn values(tensor: usize, name: &str, count: usize) -> Vec<u8> {
    let base = if name.ends_with("LayerNorm.weight") {
        0.5
    } else {
        -0.5
    };
    (0..count)
        .map(|i| ((i * i * 37 + i * 11 + tensor * 101) % 89) as f64 / 89.0 + base)
        .flat_map(|value| (value as f32).to_le_bytes())
        .collect()
}
