//! Tags in the words of a cue: who speaks, and how it is shown.

/// Cuts a line at its `<v Name>` tags, closed or not.
pub(super) fn voices(line: &str) -> Vec<(Option<String>, &str)> {
    let mut voices = Vec::new();
    let mut rest = line;
    while let Some((before, tag, after)) = voice_tag(rest) {
        match voices.last_mut() {
            Some((_, words)) => *words = before,
            None if !before.trim().is_empty() => voices.push((None, before)),
            None => {}
        }
        let name = plain(tag);
        voices.push(((!name.is_empty()).then_some(name), after));
        rest = after;
    }
    if voices.is_empty() {
        voices.push((None, line));
    }
    voices
}

/// Finds `<v Name>` or `<v.loud Name>`: what stands before, the name, the rest.
fn voice_tag(line: &str) -> Option<(&str, &str, &str)> {
    let start = line
        .match_indices("<v")
        .map(|(start, _)| start)
        .find(|start| line[start + 2..].starts_with([' ', '.', '\t']))?;
    let (tag, after) = line[start + 2..].split_once('>')?;
    let name = tag.split_once([' ', '\t']).map_or("", |(_, name)| name);
    Some((&line[..start], name.trim(), after))
}

/// Drops tags and resolves the references that subtitles know.
pub(super) fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(start) = rest.find('<') {
        let tag = &rest[start + 1..];
        let is_tag = tag.starts_with(|c: char| c == '/' || c.is_ascii_alphanumeric());
        if !is_tag {
            plain.push_str(&rest[..=start]);
            rest = tag;
            continue;
        }
        // Where nothing closes this tag, nothing closes those after it.
        let Some(end) = tag.find('>') else {
            break;
        };
        plain.push_str(&rest[..start]);
        rest = &tag[end + 1..];
    }
    plain.push_str(rest);
    if plain.contains('&') {
        plain = plain
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&nbsp;", " ")
            .replace("&lrm;", "")
            .replace("&rlm;", "")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
    }
    plain.trim().to_owned()
}
