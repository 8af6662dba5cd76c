//! Five slides for a meeting: the verdict, the reasons with quotes, who, what
//! to do, and the method.

use std::fmt::Write;

use zip::result::ZipError;

use super::super::catalogue::say;
use super::super::narrative::plan_table;
use super::super::story::{Block, Story, StoryTable};
use super::super::words;
use super::{DECLARATION, content_types, escaped, language, package, relations};
use crate::feedback::{Group, Scale};
use crate::inquiry::plan::PlanStep;

/// A slide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Slide {
    title: String,
    lines: Vec<SlideLine>,
    table: Option<StoryTable>,
}

/// What stands on a slide, from large to small.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SlideLine {
    Lead(String),
    Point(String),
    Quote(String),
    Small(String),
}

/// Lines of a slide at most; what does not fit stands in the report.
const MOST: usize = 9;

/// Returns the bytes of the slides that tell a story and its plan.
pub fn slides(story: &Story, plan: &[PlanStep]) -> Result<Vec<u8>, ZipError> {
    let screen = story.first_screen();
    let all = [
        Slide {
            title: story.title.clone(),
            lines: verdict(screen),
            table: None,
        },
        Slide {
            title: reasons_title(screen).into(),
            lines: reasons(screen, story),
            table: None,
        },
        Slide {
            title: say!("Who").into(),
            lines: who(story),
            table: part_table(story, say!("Who answered")),
        },
        Slide {
            title: say!("What to do").into(),
            lines: todo(plan, &story.scale),
            table: match plan_table(plan) {
                Some(Block::Table(table)) => Some(table),
                _ => None,
            },
        },
        Slide {
            title: say!("How sure we are").into(),
            lines: method(screen, story),
            table: None,
        },
    ];
    written(&all, &story.sources)
}

/// What comes before the reasons.
fn verdict(screen: &[Block]) -> Vec<SlideLine> {
    let mut lines = Vec::new();
    for block in screen {
        match block {
            Block::Verdict(text) => lines.push(SlideLine::Lead(text.to_string())),
            Block::Steps(steps) => {
                lines.extend(steps.iter().map(|step| SlideLine::Point(step.to_string())));
            }
            Block::Findings(found) => {
                lines.extend(
                    found
                        .iter()
                        .map(|of| SlideLine::Point(of.sentence().to_string())),
                );
            }
            Block::Paragraph(text) if !text.ends_with(':') => {
                lines.push(SlideLine::Point(text.to_string()));
            }
            _ => {}
        }
    }
    lines.truncate(MOST);
    lines
}

fn reasons_title(screen: &[Block]) -> &'static str {
    let finds = screen
        .iter()
        .any(|block| matches!(block, Block::Findings(_)));
    if finds {
        say!("Why")
    } else {
        say!("What people talk about")
    }
}

fn reasons(screen: &[Block], story: &Story) -> Vec<SlideLine> {
    let mut lines = Vec::new();
    let quoted = |lines: &mut Vec<SlideLine>, quote: &crate::study::Quote| {
        lines.push(SlideLine::Quote(say!("“{text}”", text = quote.text)));
        let by = words::said_by(quote, &story.scale).join(" · ");
        lines.push(SlideLine::Small(format!("{by} · {}", words::place(quote))));
    };
    for block in screen {
        if let Block::Findings(found) = block {
            for finding in found.iter().take(3) {
                lines.push(SlideLine::Point(finding.sentence().to_string()));
                if let Some(quote) = &finding.quote {
                    quoted(&mut lines, quote);
                }
            }
        }
    }
    if lines.is_empty() {
        for block in &story.blocks {
            match block {
                Block::Subheading(title) => lines.push(SlideLine::Point(title.clone())),
                Block::Quotes(quotes) => {
                    quotes.iter().take(1).for_each(|of| quoted(&mut lines, of));
                }
                _ => {}
            }
        }
        lines.truncate(MOST);
    }
    if lines.is_empty() {
        lines.push(SlideLine::Point(
            say!("Nothing stands out by more than chance; the report lists what people mention.")
                .into(),
        ));
    }
    lines
}

/// Returns what is said of who answered, and what segments show.
fn who(story: &Story) -> Vec<SlideLine> {
    let mut lines = Vec::new();
    let mut part = "";
    for block in &story.blocks {
        match block {
            Block::Heading(title) => part = title,
            Block::Points(points) if part == say!("Who answered") => {
                lines.extend(points.iter().map(|of| SlideLine::Point(of.to_string())));
            }
            Block::Verdict(text) if part == say!("Segments") => {
                lines.push(SlideLine::Point(text.to_string()));
            }
            _ => {}
        }
    }
    // Commands, long paragraphs and lists of single people stay in the report.
    let fits = |text: &str| !text.contains(['`', '→']) && text.len() < LONG;
    lines.retain(|line| fits(line.text()));
    lines.truncate(5);
    lines
}

/// A paragraph of more bytes is for readers, not for a room.
const LONG: usize = 280;

fn part_table(story: &Story, title: &str) -> Option<StoryTable> {
    let mut blocks = story.blocks.iter();
    blocks.find(|block| matches!(block, Block::Heading(own) if own == title))?;
    let own = blocks.take_while(|block| !matches!(block, Block::Heading(_)));
    let mut tables = own.filter_map(|block| match block {
        Block::Table(table) if table.rows.len() <= 6 => Some(table.clone()),
        _ => None,
    });
    tables.next()
}

fn todo(plan: &[PlanStep], scale: &Scale) -> Vec<SlideLine> {
    if plan.is_empty() {
        return vec![SlideLine::Point(
            say!("No theme mentioned by five or more people who are not content costs half a point or more.").into(),
        )];
    }
    vec![SlideLine::Small(say!(
        "In this order: how many mention it × points × how sure that is. “Could bring”: half of a theme's {group} are won back and become content; an assumption, no forecast.",
        group = words::group(Group::Detractor, scale)
    ))]
}

fn method(screen: &[Block], story: &Story) -> Vec<SlideLine> {
    let doubts = screen.iter().rev().find_map(|block| match block {
        Block::Points(points) => Some(points),
        _ => None,
    });
    let mut lines: Vec<SlideLine> = doubts
        .into_iter()
        .flatten()
        .map(|doubt| SlideLine::Point(doubt.to_string()))
        .collect();
    let mut is_in = false;
    for block in &story.blocks {
        match block {
            Block::Heading(title) => is_in = title == say!("Method"),
            Block::Paragraph(text) if is_in => lines.push(SlideLine::Small(text.to_string())),
            _ => {}
        }
    }
    lines.truncate(MOST);
    lines
}

/// The size of a slide, in English metric units (914,400 an inch): 13⅓ × 7½ inches.
const SIZE: [u32; 2] = [12_192_000, 6_858_000];
const LEFT: u32 = 640_000;
const WIDTH: u32 = SIZE[0] - 2 * LEFT;
const TOP: u32 = 1_400_000;
const FOOT: u32 = 6_380_000;
const POINT: u32 = 12_700;

fn written(all: &[Slide], foot: &str) -> Result<Vec<u8>, ZipError> {
    const PART: &str = "presentationml";
    let count = all.len();
    let names = 1..=count;
    let mut kinds = vec![
        (
            "ppt/presentation.xml".to_owned(),
            format!("{PART}.presentation.main"),
        ),
        (
            "ppt/slideMasters/slideMaster1.xml".to_owned(),
            format!("{PART}.slideMaster"),
        ),
        (
            "ppt/slideLayouts/slideLayout1.xml".to_owned(),
            format!("{PART}.slideLayout"),
        ),
        ("ppt/theme/theme1.xml".to_owned(), "theme".to_owned()),
    ];
    kinds.extend(
        names
            .clone()
            .map(|at| (format!("ppt/slides/slide{at}.xml"), format!("{PART}.slide"))),
    );
    let kinds: Vec<(String, &str)> = kinds
        .iter()
        .map(|(name, kind)| (name.clone(), kind.as_str()))
        .collect();
    let master = (1, "slideMaster", "slideMasters/slideMaster1.xml".to_owned());
    let theme = (2, "theme", "theme/theme1.xml".to_owned());
    let of_slides = names
        .clone()
        .map(|at| (at + 2, "slide", format!("slides/slide{at}.xml")));
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types(&kinds)),
        (
            "_rels/.rels".to_owned(),
            relations([(1, "officeDocument", "ppt/presentation.xml".to_owned())]),
        ),
        ("ppt/presentation.xml".to_owned(), presentation(count)),
        (
            "ppt/_rels/presentation.xml.rels".to_owned(),
            relations([master, theme].into_iter().chain(of_slides)),
        ),
        (
            "ppt/slideMasters/slideMaster1.xml".to_owned(),
            master_slide(),
        ),
        (
            "ppt/slideMasters/_rels/slideMaster1.xml.rels".to_owned(),
            relations([
                (
                    1,
                    "slideLayout",
                    "../slideLayouts/slideLayout1.xml".to_owned(),
                ),
                (2, "theme", "../theme/theme1.xml".to_owned()),
            ]),
        ),
        ("ppt/slideLayouts/slideLayout1.xml".to_owned(), layout()),
        (
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels".to_owned(),
            relations([(
                1,
                "slideMaster",
                "../slideMasters/slideMaster1.xml".to_owned(),
            )]),
        ),
        ("ppt/theme/theme1.xml".to_owned(), theme_part()),
    ];
    for (number, slide) in (1..).zip(all) {
        let foot = format!("{foot} · {}", words::of(number, count as u64));
        parts.push((
            format!("ppt/slides/slide{number}.xml"),
            slide_part(slide, foot.trim_start_matches(" · ")),
        ));
        parts.push((
            format!("ppt/slides/_rels/slide{number}.xml.rels"),
            relations([(
                1,
                "slideLayout",
                "../slideLayouts/slideLayout1.xml".to_owned(),
            )]),
        ));
    }
    package(&parts)
}

const SPACES: &str = r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main""#;

const EMPTY_TREE: &str = r#"<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>"#;

fn presentation(count: usize) -> String {
    let slides =
        (1..=count).map(|at| format!(r#"<p:sldId id="{}" r:id="rId{}"/>"#, 255 + at, at + 2));
    let slides = slides.collect::<Vec<_>>().concat();
    let [width, height] = SIZE;
    format!(
        r#"{DECLARATION}<p:presentation {SPACES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst>{slides}</p:sldIdLst><p:sldSz cx="{width}" cy="{height}"/><p:notesSz cx="{height}" cy="9144000"/></p:presentation>"#
    )
}

fn master_slide() -> String {
    format!(
        r#"{DECLARATION}<p:sldMaster {SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>{EMPTY_TREE}</p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>"#
    )
}

fn layout() -> String {
    format!(
        r#"{DECLARATION}<p:sldLayout {SPACES} type="blank"><p:cSld name="Blank"><p:spTree>{EMPTY_TREE}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"#
    )
}

fn theme_part() -> String {
    const COLOURS: [(&str, &str); 12] = [
        ("dk1", "1F2933"),
        ("lt1", "FFFFFF"),
        ("dk2", "3E4C59"),
        ("lt2", "F5F7FA"),
        ("accent1", "1F5FA8"),
        ("accent2", "B7791F"),
        ("accent3", "2F855A"),
        ("accent4", "9B2C2C"),
        ("accent5", "6B46C1"),
        ("accent6", "4A5568"),
        ("hlink", "1F5FA8"),
        ("folHlink", "6B46C1"),
    ];
    let colours = COLOURS.iter();
    let colours = colours
        .map(|(name, value)| format!(r#"<a:{name}><a:srgbClr val="{value}"/></a:{name}>"#))
        .collect::<Vec<_>>()
        .concat();
    let font = |kind: &str| {
        format!(
            r#"<a:{kind}><a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}>"#
        )
    };
    let fill = r#"<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>"#;
    let line = format!(r#"<a:ln w="9525">{fill}</a:ln>"#);
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        r#"{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="motif"><a:themeElements><a:clrScheme name="motif">{colours}</a:clrScheme><a:fontScheme name="motif">{}{}</a:fontScheme><a:fmtScheme name="motif"><a:fillStyleLst>{}</a:fillStyleLst><a:lnStyleLst>{}</a:lnStyleLst><a:effectStyleLst>{}</a:effectStyleLst><a:bgFillStyleLst>{}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"#,
        font("majorFont"),
        font("minorFont"),
        fill.repeat(3),
        line.repeat(3),
        effect.repeat(3),
        fill.repeat(3),
    )
}

fn slide_part(slide: &Slide, foot: &str) -> String {
    let mut shapes = text_box(
        2,
        [LEFT, 420_000, WIDTH, 760_000],
        &paragraph(&slide.title, 30, r#" b="1""#, "dk1", false),
    );
    let _ = write!(
        shapes,
        r#"<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="3" name="Line"/><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm><a:off x="{LEFT}" y="1230000"/><a:ext cx="{WIDTH}" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="19050"><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:ln></p:spPr></p:cxnSp>"#
    );
    let room = FOOT - TOP;
    let rows = slide.table.as_ref();
    let scale = fitting(slide, room);
    let text_height = slide
        .lines
        .iter()
        .map(|line| height(line, scale))
        .sum::<u32>();
    let body: String = slide
        .lines
        .iter()
        .map(|line| written_line(line, scale))
        .collect();
    if !slide.lines.is_empty() {
        let own = if rows.is_some() { text_height } else { room };
        shapes.push_str(&text_box(4, [LEFT, TOP, WIDTH, own], &body));
    }
    if let Some(table) = rows {
        shapes.push_str(&table_frame(table, TOP + text_height + 120_000, scale));
    }
    shapes.push_str(&text_box(
        6,
        [LEFT, FOOT, WIDTH, 300_000],
        &paragraph(foot, 11, "", "accent6", false),
    ));
    format!(
        "{DECLARATION}<p:sld {SPACES}><p:cSld><p:spTree>{EMPTY_TREE}{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    )
}

impl SlideLine {
    fn text(&self) -> &str {
        match self {
            Self::Lead(text) | Self::Point(text) | Self::Quote(text) | Self::Small(text) => text,
        }
    }

    /// Points, before the slide is made to fit.
    fn size(&self) -> u32 {
        match self {
            Self::Lead(_) => 24,
            Self::Point(_) => 18,
            Self::Quote(_) => 17,
            Self::Small(_) => 13,
        }
    }
}

/// How large text is, in percent.
type TextScale = u32;

/// Returns the largest text that fits.
fn fitting(slide: &Slide, room: u32) -> TextScale {
    let needs = |scale: TextScale| -> u32 {
        let lines: u32 = slide.lines.iter().map(|line| height(line, scale)).sum();
        let table = slide.table.as_ref();
        lines + table.map_or(0, |table| table_height(table, scale) + 120_000)
    };
    let sizes = (50..=100).rev().step_by(5);
    sizes
        .into_iter()
        .find(|scale| needs(*scale) <= room)
        .unwrap_or(50)
}

/// How high a text of a width stands: letters are half as wide as high.
fn text_height(text: &str, width: u32, size: u32) -> u32 {
    let per_line = (width / (size * POINT / 2)).max(1) as usize;
    let lines = text.chars().count().div_ceil(per_line).max(1) as u32;
    lines * size * POINT * 6 / 5
}

fn scaled(size: u32, scale: TextScale) -> u32 {
    (size * scale / 100).max(9)
}

fn height(line: &SlideLine, scale: TextScale) -> u32 {
    let size = scaled(line.size(), scale);
    text_height(line.text(), WIDTH - 300_000, size) + size * POINT / 2
}

fn written_line(line: &SlideLine, scale: TextScale) -> String {
    let size = scaled(line.size(), scale);
    match line {
        SlideLine::Lead(text) => paragraph(text, size, r#" b="1""#, "dk1", false),
        SlideLine::Point(text) => paragraph(text, size, "", "dk1", true),
        SlideLine::Quote(text) => paragraph(text, size, r#" i="1""#, "dk2", false),
        SlideLine::Small(text) => paragraph(text, size, "", "accent6", false),
    }
}

fn paragraph(text: &str, size: u32, look: &str, colour: &str, has_bullet: bool) -> String {
    let (indent, bullet) = if has_bullet {
        (
            r#" marL="285750" indent="-285750""#,
            r#"<a:buFont typeface="Arial"/><a:buChar char="•"/>"#,
        )
    } else {
        ("", "<a:buNone/>")
    };
    format!(
        r#"<a:p><a:pPr{indent}><a:spcAft><a:spcPts val="{}"/></a:spcAft>{bullet}</a:pPr><a:r><a:rPr lang="{}" sz="{}"{look}><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill></a:rPr><a:t>{}</a:t></a:r></a:p>"#,
        size * 50,
        language(),
        size * 100,
        escaped(text)
    )
}

fn text_box(id: u32, [x, y, width, height]: [u32; 4], body: &str) -> String {
    format!(
        r#"<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="Text {id}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"><a:noAutofit/></a:bodyPr><a:lstStyle/>{body}</p:txBody></p:sp>"#
    )
}

/// How wide the columns are, by the longest of their cells.
fn widths(table: &StoryTable) -> Vec<u32> {
    let longest = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        let all = cells.chain(table.head.get(at));
        let long = |cell: &String| {
            let word = cell.split(' ').map(|word| word.chars().count()).max();
            cell.chars()
                .count()
                .min(40)
                .max(word.unwrap_or_default() + 3)
        };
        all.map(long).max().unwrap_or(1).max(3) as u32
    };
    let all: Vec<u32> = (0..table.head.len()).map(longest).collect();
    let sum: u32 = all.iter().sum::<u32>().max(1);
    all.iter().map(|of| WIDTH / sum * of).collect()
}

const CELL: u32 = 14;

fn row_height(row: &[String], widths: &[u32], scale: TextScale) -> u32 {
    let size = scaled(CELL, scale);
    let cells = row.iter().zip(widths);
    let tallest = cells.map(|(cell, width)| text_height(cell, width.saturating_sub(180_000), size));
    tallest.max().unwrap_or_default() + 100_000
}

fn table_height(table: &StoryTable, scale: TextScale) -> u32 {
    let widths = widths(table);
    let rows = std::iter::once(&table.head).chain(&table.rows);
    rows.map(|row| row_height(row, &widths, scale)).sum()
}

fn table_frame(table: &StoryTable, top: u32, scale: TextScale) -> String {
    let widths = widths(table);
    let size = scaled(CELL, scale) * 100;
    let cell = |text: &str, at: usize, is_head: bool| {
        let side = if table.right.contains(&at) { "r" } else { "l" };
        let (bold, fill) = if is_head {
            (
                r#" b="1""#,
                r#"<a:solidFill><a:schemeClr val="lt2"/></a:solidFill>"#,
            )
        } else {
            ("", "<a:noFill/>")
        };
        let none = |name: &str| format!("<a:{name}><a:noFill/></a:{name}>");
        let line =
            r#"<a:lnB w="6350"><a:solidFill><a:srgbClr val="CBD2D9"/></a:solidFill></a:lnB>"#;
        format!(
            r#"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{side}"/><a:r><a:rPr lang="{}" sz="{size}"{bold}><a:solidFill><a:schemeClr val="dk1"/></a:solidFill></a:rPr><a:t>{}</a:t></a:r></a:p></a:txBody><a:tcPr marL="90000" marR="90000" marT="45000" marB="45000">{}{}{}{line}{fill}</a:tcPr></a:tc>"#,
            language(),
            escaped(text),
            none("lnL"),
            none("lnR"),
            none("lnT"),
        )
    };
    let row = |cells: &[String], is_head: bool| {
        let height = row_height(cells, &widths, scale);
        let cells = cells.iter().enumerate();
        let cells: String = cells.map(|(at, text)| cell(text, at, is_head)).collect();
        format!(r#"<a:tr h="{height}">{cells}</a:tr>"#)
    };
    let grid = widths.iter();
    let grid = grid
        .map(|width| format!(r#"<a:gridCol w="{width}"/>"#))
        .collect::<Vec<_>>()
        .concat();
    let rows: String = table.rows.iter().map(|cells| row(cells, false)).collect();
    format!(
        r#"<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="5" name="Table"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="{LEFT}" y="{top}"/><a:ext cx="{WIDTH}" cy="{}"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr/><a:tblGrid>{grid}</a:tblGrid>{}{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"#,
        table_height(table, scale),
        row(&table.head, true),
    )
}
