//! Names of persons: behind labels that ask for one; and what may be one, before a telephone number.

use std::ops::Range;

use super::{PersonalData, PersonalKind, after};

/// Labels that ask for a person.
const LABELS: [&str; 6] = ["联系人", "项目负责人", "财务负责人", "填表人", "填报人", "经办人"];
/// Labels beside which a body may stand as well (「负责人：市水利局」): only what begins with a surname is a name.
const LOOSE_LABELS: [&str; 8] = ["负责人", "审核人", "复核人", "制表人", "分管领导", "经办", "填表", "制表"];
/// What may follow a name without a space.
const AFTER_NAME: [&str; 11] = ["联系", "电话", "手机", "日期", "职务", "审核", "填报", "填表", "复核", "制表", "经办"];
/// What stands before somebody's name in a sentence that gives his number.
const BEFORE_NAME: [&str; 7] = ["与", "找", "向", "请", "联系", "咨询", "人"];
/// What people are called by, before their names.
const TITLES: [&str; 21] = [
    "局长", "科长", "处长", "主任", "书记", "站长", "所长", "院长", "校长", "部长", "股长", "队长", "镇长", "乡长",
    "村长", "组长", "经理", "会计", "出纳", "户主", "老师",
];
/// What may stand between a name and a number.
const BETWEEN: [&str; 8] = ["联系电话", "联系方式", "联系", "电话", "手机号码", "手机号", "手机", "座机"];
/// The last characters of bodies, with which no person's name ends.
const BODIES: &str = "局处科室厅厂院所部办";
/// The same for places and bodies with which a person's name may end, though few do.
const MORE_BODIES: &str = "站委会社校园馆队组县市区镇乡村街州省司店行海宁江山南北东西京津川岛";
/// And those of places, where no label with a colon says that a person is meant.
const PLACES: &str = "路城道店湾坝坡坪沟桥河庄港寨屯坊库段";
/// Common surnames of one character.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝";
/// Those of them that begin common words too: 「明确」「齐全」「应当」「和」「单位」.
const ALSO_WORDS: &str = "高林何曾罗谢程余杜田任汪石金范方白江尹段雷龙史陶黎毛万钱严武莫向常温康施文安齐易乔章申欧耿关兰左甘包宁尚符舒纪成苗谷盛曲路游辛管华满平解尤阳时农司古简车项连支党费冷席卫米宗全应和明查从计水利通能共陆海于祝夏洪叶单顾毕房卓景边师商荣巩麻迟季";

/// Whether a label asks for somebody's name.
pub fn is_label(text: &str) -> bool {
    let label: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '：' | ':')).collect();
    let label = label.split(['（', '(']).next().unwrap_or_default();
    LABELS.contains(&label)
}

/// A text that is nothing but a name.
pub fn whole_name(text: &str) -> Option<PersonalData> {
    let chars: Vec<char> = text.trim().chars().collect();
    let (range, masked) = name_at(&chars, 0)?;
    (range.end == chars.len()).then_some(PersonalData { kind: PersonalKind::Name, range, masked })
}

/// Names behind 「联系人：」 and the like. `numbers` were found already.
pub fn names(chars: &[char], numbers: &[PersonalData]) -> Vec<PersonalData> {
    let mut found = Vec::new();
    for (label, is_loose) in
        LABELS.map(|label| (label, false)).into_iter().chain(LOOSE_LABELS.map(|label| (label, true)))
    {
        let mut from = 0;
        while let Some(end) = after(chars, label, from) {
            from = end;
            let end = end + signed(&chars[end..]);
            let start = end + chars[end..].iter().take_while(|c| is_colon(**c) || c.is_whitespace()).count();
            let said = chars[end..start].iter().any(|c| is_colon(*c));
            let is_whole = label.ends_with(['人', '导']);
            let name = name_at(chars, start).filter(|(range, _)| match said {
                true => !is_loose || may_be_name(&chars[range.clone()]),
                false => is_whole && is_surely_name(chars, range, numbers),
            });
            found.extend(name.map(|(range, masked)| PersonalData { kind: PersonalKind::Name, range, masked }));
        }
    }
    found
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：' | '∶' | '﹕' | '︰')
}

/// Whether what stands behind a label without a colon is a name, and no word: 「联系人陈美玲，电话…」 but 「负责人明确」.
/// A surname that begins common words is one only before a telephone number.
fn is_surely_name(chars: &[char], range: &Range<usize>, numbers: &[PersonalData]) -> bool {
    let name = &chars[range.clone()];
    let is_short = (2..=3).contains(&name.len()) || name.len() == 4 && is_compound(name);
    let sentence = chars[range.end..].iter().take(10).take_while(|c| !matches!(c, '。' | ';' | '\n')).count();
    let has_number = || numbers.iter().any(|number| (range.end..=range.end + sentence).contains(&number.range.start));
    is_short && may_be_name(name) && (is_sure(name) && !is_place(name) || name.len() == 3 && has_number())
}

fn is_place(name: &[char]) -> bool {
    name.last().is_some_and(|last| PLACES.contains(*last))
}

/// Whether what begins with a surname can hardly be a word.
fn is_sure(name: &[char]) -> bool {
    // 「周期」, 「马上」
    let is_word = |first: char| ALSO_WORDS.contains(first) || name.len() == 2 && matches!(first, '周' | '马');
    is_compound(name) || name.first().is_some_and(|first| !is_word(*first))
}

/// Whether a name begins with one of the usual surnames of two characters.
fn is_compound(name: &[char]) -> bool {
    let begins = |surname: &&str| name.iter().copied().take(2).eq(surname.chars());
    ["欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "慕容", "令狐", "司徒", "夏侯", "端木"].iter().any(begins)
}

/// The length of 「（签字）」 behind a label.
fn signed(chars: &[char]) -> usize {
    let words = ["(签字)", "(签章)", "(签名)", "(盖章)"];
    let is_there = |word: &&&str| word.chars().eq(chars.iter().copied().take(4));
    words.iter().find(is_there).map_or(0, |word| word.chars().count())
}

/// What may be a name before a telephone number: 「张三 13800000000」, 「请与张建国联系，电话…」, 「局长郑国华（135…）」.
pub fn before_numbers(chars: &[char], found: &[PersonalData]) -> Vec<PersonalData> {
    let before = |number: &PersonalData| {
        let end = end_before(chars, number.range.start);
        let start = end - chars[..end].iter().rev().take_while(|c| is_han(**c)).count();
        let is_mobile = number.kind == PersonalKind::Mobile;
        let is_bare = chars[end..number.range.start].iter().all(|c| c.is_whitespace() || is_colon(*c));
        let run = &chars[start..end];
        let is_alone = match run.len() {
            2 | 3 => is_mobile && is_bare || is_sure(run) && !is_place(run),
            _ => false,
        };
        let alone = (is_alone && may_be_name(run)).then_some(start);
        let start = alone.or_else(|| within(run).map(|at| start + at))?;
        let name: String = chars[start..end].iter().collect();
        (!name.contains('某')).then_some(PersonalData { kind: PersonalKind::Perhaps, range: start..end, masked: name })
    };
    let is_called = |found: &&PersonalData| matches!(found.kind, PersonalKind::Mobile | PersonalKind::Landline);
    found.iter().filter(is_called).filter_map(before).collect()
}

/// Where what stands before a number ends, without 「，电话」 and the like.
fn end_before(chars: &[char], number: usize) -> usize {
    let mut end = number;
    loop {
        let signs =
            chars[..end].iter().rev().take_while(|c| is_colon(**c) || c.is_whitespace() || ",，(（/-".contains(**c));
        let next = end - signs.count();
        let is_there = |word: &&&str| chars[..next].ends_with(&word.chars().collect::<Vec<char>>());
        let word = BETWEEN.iter().find(is_there).map_or(0, |word| word.chars().count());
        if next - word == end {
            return end;
        }
        end = next - word;
    }
}

/// Where a name begins at the end of a run of characters, behind a word that stands before names.
fn within(run: &[char]) -> Option<usize> {
    let follows =
        |at: usize, words: &[&str]| words.iter().any(|word| run[..at].ends_with(&word.chars().collect::<Vec<char>>()));
    let is_name = |at: &usize| {
        let name = &run[*at..];
        let is_told = follows(*at, &TITLES) || follows(*at, &BEFORE_NAME) && is_sure(name) && !is_place(name);
        may_be_name(name) && is_told
    };
    // Three characters first: the last two of a name may look like one.
    [3, 2].iter().filter_map(|length| run.len().checked_sub(*length)).find(is_name)
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
    (begins || is_compound(chars))
        && chars.last().is_some_and(|last| !is_of_a_body(*last) && !MORE_BODIES.contains(*last))
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
