//! Names of persons: behind labels that ask for one; and what may be one, before a telephone number.

use std::ops::Range;

use super::{Found, Kind, after};

/// Labels that ask for a person.
const LABELS: [&str; 6] = ["联系人", "项目负责人", "财务负责人", "填表人", "填报人", "经办人"];
/// Labels beside which a body may stand as well (「负责人：市水利局」): only what begins with a surname is a name.
const LOOSE_LABELS: [&str; 5] = ["负责人", "审核人", "复核人", "制表人", "分管领导"];
/// What may follow a name without a space.
const AFTER_NAME: [&str; 8] = ["联系", "电话", "手机", "日期", "职务", "审核", "填报", "填表"];
/// The last characters of bodies, with which no person's name ends.
const BODIES: &str = "局处科室厅厂院所部办";
/// The same for places and bodies with which a person's name may end, though few do.
const MORE_BODIES: &str = "站委会社校园馆队组县市区镇乡村街州省司店行海宁江山南北东西京津川岛";
/// Common surnames of one character.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝";

/// Whether a label asks for somebody's name.
pub fn is_label(text: &str) -> bool {
    let label: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '：' | ':')).collect();
    let label = label.split(['（', '(']).next().unwrap_or_default();
    LABELS.contains(&label)
}

/// A text that is nothing but a name.
pub fn whole_name(text: &str) -> Option<Found> {
    let chars: Vec<char> = text.trim().chars().collect();
    let (range, masked) = name_at(&chars, 0)?;
    (range.end == chars.len()).then_some(Found { kind: Kind::Name, range, masked })
}

/// Names behind 「联系人：」 and the like.
pub fn names(chars: &[char]) -> Vec<Found> {
    let mut found = Vec::new();
    for (label, is_loose) in
        LABELS.map(|label| (label, false)).into_iter().chain(LOOSE_LABELS.map(|label| (label, true)))
    {
        let mut from = 0;
        while let Some(end) = after(chars, label, from) {
            from = end;
            let end = end + signed(&chars[end..]);
            let start = end + chars[end..].iter().take_while(|c| **c == ':' || c.is_whitespace()).count();
            let said = chars[end..start].contains(&':');
            let name = if said { name_at(chars, start) } else { None };
            let name = name.filter(|(range, _)| !is_loose || may_be_name(&chars[range.clone()]));
            found.extend(name.map(|(range, masked)| Found { kind: Kind::Name, range, masked }));
        }
    }
    found
}

/// The length of 「（签字）」 behind a label.
fn signed(chars: &[char]) -> usize {
    let words = ["(签字)", "(签章)", "(签名)", "(盖章)"];
    let is_there = |word: &&&str| word.chars().eq(chars.iter().copied().take(4));
    words.iter().find(is_there).map_or(0, |word| word.chars().count())
}

/// 「张三 13800000000」: two or three characters that begin with a surname, alone before a mobile number.
pub fn before_numbers(chars: &[char], found: &[Found]) -> Vec<Found> {
    let before = |number: &Found| {
        let gap = chars[..number.range.start].iter().rev().take_while(|c| c.is_whitespace() || **c == ':').count();
        let end = number.range.start - gap;
        let start = end - chars[..end].iter().rev().take_while(|c| is_han(**c)).count();
        let name: String = chars[start..end].iter().collect();
        let is_open = (2..=3).contains(&(end - start)) && may_be_name(&chars[start..end]) && !name.contains('某');
        is_open.then_some(Found { kind: Kind::Perhaps, range: start..end, masked: name })
    };
    found.iter().filter(|found| found.kind == Kind::Mobile).filter_map(before).collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

fn is_of_a_body(c: char) -> bool {
    BODIES.contains(c)
}

/// Whether characters begin like a person's name, and do not end like that of a place or a body.
fn may_be_name(chars: &[char]) -> bool {
    let begins = chars.first().is_some_and(|first| SURNAMES.contains(*first));
    begins && chars.last().is_some_and(|last| !is_of_a_body(*last) && !MORE_BODIES.contains(*last))
}

/// Two to four characters that a name may have, 「张　三」 included; 「张某」 is none that needs hiding.
fn name_at(chars: &[char], start: usize) -> Option<(Range<usize>, String)> {
    let is_name = |c: &char| is_han(*c) || *c == '·';
    let surname = chars.get(start).filter(|c| is_name(c))?;
    let mut end = start + 1;
    let gap = chars.get(end).is_some_and(|c| c.is_whitespace()) && chars.get(end + 1).is_some_and(is_name);
    let is_alone = chars.get(end + 2).is_none_or(|c| !is_name(c));
    end += usize::from(gap && is_alone);
    let follows = |at: usize| {
        AFTER_NAME.iter().any(|word| {
            let word: Vec<char> = word.chars().collect();
            chars[at..].starts_with(&word)
        })
    };
    while end < chars.len() && is_name(&chars[end]) && !follows(end) {
        end += 1;
    }
    let name: Vec<char> = chars[start..end].iter().copied().filter(|c| !c.is_whitespace()).collect();
    let is_hidden = name.contains(&'某') || name.iter().all(|c| matches!(c, '无' | '略'));
    let is_body = name.last().copied().is_some_and(is_of_a_body);
    ((2..=4).contains(&name.len()) && !is_hidden && !is_body).then(|| (start..end, format!("{surname}某")))
}
