//! Writes vectors as a directory that motif, and Model2Vec, read again.

use std::path::Path;

use safetensors::tensor::{Dtype, TensorView};
use serde_json::{Map, Value, json};
use tokenizers::Tokenizer;

use crate::error::Error;
use crate::quantized::Rounded;

/// Writes `model.safetensors`, `tokenizer.json`, `config.json` and, for a
/// list of pieces that is BERT's, `pieces.txt`; returns how many pieces there
/// are. Places that the model kept free (`[unused12]`) are left out.
pub fn write(dir: &Path, tokenizer: &Tokenizer, vectors: &Rounded) -> Result<usize, Error> {
    std::fs::create_dir_all(dir).map_err(Error::writing(dir))?;
    let (tokenizer, kept) = without_unused(tokenizer, vectors.scales.len());
    let columns = vectors.values.len() / vectors.scales.len().max(1);
    let rows = kept.iter().map(|&piece| piece as usize);
    let embeddings: Vec<u8> = rows
        .clone()
        .flat_map(|row| &vectors.values[row * columns..(row + 1) * columns])
        .map(|value| value.cast_unsigned())
        .collect();
    let weights: Vec<u8> = rows
        .flat_map(|row| vectors.scales[row].to_le_bytes())
        .collect();
    let view = |dtype, shape, bytes| {
        TensorView::new(dtype, shape, bytes).expect("there are as many bytes as the shape says")
    };
    let tensors = [
        (
            "embeddings",
            view(Dtype::I8, vec![kept.len(), columns], &embeddings),
        ),
        ("weights", view(Dtype::F32, vec![kept.len()], &weights)),
    ];
    let model = safetensors::serialize(tensors, None).expect("two tensors of known shape");
    let config = json!({
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "hidden_dim": columns,
        "normalize": true,
    });
    let mut files = vec![
        ("model.safetensors", model),
        ("tokenizer.json", tokenizer.to_string().into_bytes()),
        ("config.json", config.to_string().into_bytes()),
    ];
    if let Some(pieces) = pieces(&tokenizer) {
        files.push(("pieces.txt", pieces.into_bytes()));
    }
    for (name, bytes) in files {
        let path = dir.join(name);
        std::fs::write(&path, bytes).map_err(Error::writing(&path))?;
    }
    Ok(kept.len())
}

/// Returns the tokenizer as JSON without its unused pieces, and the pieces
/// kept by their old numbers.
fn without_unused(tokenizer: &Tokenizer, rows: usize) -> (Value, Vec<u32>) {
    let text = tokenizer.to_string(false).expect("a tokenizer is JSON");
    let mut json: Value = serde_json::from_str(&text).expect("a tokenizer is JSON");
    for end in ["truncation", "padding", "post_processor"] {
        json[end] = Value::Null;
    }
    let Some(vocabulary) = json["model"]["vocab"].as_object() else {
        return (json, (0..rows as u32).collect());
    };
    let mut pieces: Vec<(u32, String)> = vocabulary
        .iter()
        .filter(|(piece, _)| !piece.starts_with("[unused"))
        .filter_map(|(piece, id)| Some((u32::try_from(id.as_u64()?).ok()?, piece.clone())))
        .filter(|&(id, _)| (id as usize) < rows)
        .collect();
    pieces.sort_unstable();
    let kept: Vec<u32> = pieces.iter().map(|&(id, _)| id).collect();
    let renumbered: Map<String, Value> = pieces
        .into_iter()
        .enumerate()
        .map(|(id, (_, piece))| (piece, id.into()))
        .collect();
    if let Some(added) = json["added_tokens"].as_array_mut() {
        added
            .retain(|token| renumbered.contains_key(token["content"].as_str().unwrap_or_default()));
        for token in added {
            token["id"] = renumbered[token["content"].as_str().unwrap_or_default()].clone();
        }
    }
    json["model"]["vocab"] = Value::Object(renumbered);
    (json, kept)
}

/// Returns the pieces one a line where they are cut as BERT's uncased are.
fn pieces(tokenizer: &Value) -> Option<String> {
    let is_bert = tokenizer["model"]["type"] == "WordPiece"
        && tokenizer["normalizer"]["type"] == "BertNormalizer"
        && tokenizer["normalizer"]["lowercase"] == true
        && tokenizer["pre_tokenizer"]["type"] == "BertPreTokenizer";
    let vocabulary = tokenizer["model"]["vocab"].as_object()?;
    let pieces: Vec<&str> = vocabulary.keys().map(String::as_str).collect();
    is_bert.then(|| pieces.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embeddings::Embeddings;
    use ndarray::array;

    fn tokenizer() -> Tokenizer {
        let json = json!({
            "version": "1.0",
            "normalizer": {"type": "BertNormalizer", "clean_text": true,
                "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "added_tokens": [{"id": 1, "content": "[UNK]", "single_word": false,
                "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
            "model": {"type": "WordPiece", "unk_token": "[UNK]",
                "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                "vocab": {"[unused0]": 0, "[UNK]": 1, "slow": 2, "app": 3, "##s": 4}},
        });
        json.to_string().parse().unwrap()
    }

    #[test]
    fn what_is_written_reads_as_it_was_made_without_unused_pieces() {
        let table = array![[9.0, 9.0], [8.0, 8.0], [1.0, 0.5], [-0.25, 2.0], [0.5, 0.5]];
        let rounded = Rounded::new(table.view());
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(write(dir.path(), &tokenizer(), &rounded).unwrap(), 4);
        let pieces = std::fs::read_to_string(dir.path().join("pieces.txt")).unwrap();
        assert_eq!(pieces, "[UNK]\nslow\napp\n##s\n");
        let read = Embeddings::read(dir.path()).unwrap();
        let mut sum = vec![0.0; 2];
        assert_eq!(read.add("slow apps strange", &mut sum), 3);
        let kept = rounded.table();
        let expected = &kept.row(2) + &kept.row(3) + kept.row(4);
        assert_eq!(sum, expected.to_vec());
    }
}
