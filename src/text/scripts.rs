//! Which script a text is written in, and whether its words have spaces
//! between them.

/// A script, as far as it tells languages apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Shared by many languages; also that of a text without letters.
    Latin,
    /// Chinese characters and no kana.
    Han,
    /// Kana, with Chinese characters or without.
    Japanese,
    Hangul,
    Thai,
    /// With no letter that Russian lacks.
    Cyrillic,
    /// With no letter that Arabic lacks.
    Arabic,
    /// Any other, and letters of Ukrainian, Persian and the like.
    Other,
}

/// Returns the script of most letters of a text.
pub(super) fn script(text: &str) -> Script {
    if text.is_ascii() {
        return Script::Latin;
    }
    let mut letters = LetterCounts::default();
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters.count(c);
    }
    letters.most()
}

/// How many letters of each script a text has.
#[derive(Default)]
struct LetterCounts {
    latin: usize,
    han: usize,
    kana: usize,
    hangul: usize,
    thai: usize,
    cyrillic: usize,
    arabic: usize,
    /// Of scripts that are none of ours.
    others: usize,
    /// Of Ukrainian, Serbian, Persian and others that Russian and Arabic lack.
    foreign: usize,
}

impl LetterCounts {
    fn count(&mut self, c: char) {
        self.foreign += usize::from(FOREIGN.contains(c));
        let script = match c {
            '\u{0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => &mut self.latin,
            '\u{400}'..='\u{52f}' => &mut self.cyrillic,
            '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}' => &mut self.arabic,
            '\u{e00}'..='\u{e7f}' => &mut self.thai,
            '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' => {
                &mut self.hangul
            }
            _ if is_kana(c) => &mut self.kana,
            _ if is_han(c) => &mut self.han,
            _ => &mut self.others,
        };
        *script += 1;
    }

    /// A sign that writes a syllable or word counts three times: "App 太慢" is
    /// Chinese.
    fn most(&self) -> Script {
        let east_asian = match self.kana {
            0 => Script::Han,
            _ => Script::Japanese,
        };
        let scripts = [
            (self.latin, Script::Latin),
            (3 * (self.han + self.kana), east_asian),
            (3 * self.hangul, Script::Hangul),
            (self.thai, Script::Thai),
            (self.cyrillic, Script::Cyrillic),
            (self.arabic, Script::Arabic),
            (self.others, Script::Other),
        ];
        // Of equal ones the first.
        let most = scripts
            .into_iter()
            .rev()
            .max_by_key(|(letters, _)| *letters);
        match most {
            Some((_, Script::Cyrillic | Script::Arabic)) if self.foreign > 0 => Script::Other,
            Some((_, script)) => script,
            None => Script::Latin,
        }
    }
}

/// Letters that languages have which share a script with Russian or Arabic.
const FOREIGN: &str = "\u{456}\u{457}\u{454}\u{491}\u{45e}\u{458}\u{459}\u{45a}\u{452}\u{45b}\u{45f}\u{453}\u{45c}\u{455}\u{493}\u{49b}\u{4a3}\u{4d9}\u{4af}\u{4e9}\u{67e}\u{686}\u{698}\u{6af}\u{6a9}\u{6cc}\u{679}\u{688}\u{691}\u{6d2}";

/// Returns whether a character is of a script that writes words without spaces
/// between them: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
pub(super) fn is_unspaced(c: char) -> bool {
    c >= '\u{e00}'
        && (is_han(c)
            || is_kana(c)
            || matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'))
}

/// Returns whether a text has words without spaces between them.
pub(super) fn has_unspaced(text: &str) -> bool {
    // In UTF-8 all of these scripts begin with this byte or a later one.
    text.bytes().any(|byte| byte >= 0xe0) && text.chars().any(is_unspaced)
}

/// Returns whether a character is a Korean syllable.
pub(super) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7af}')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}')
}

fn is_han(c: char) -> bool {
    matches!(
        c,
        '\u{3005}'..='\u{3007}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}
