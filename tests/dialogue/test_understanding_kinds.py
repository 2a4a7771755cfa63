"""The six kinds of request, anger, and matters for people."""

import pytest
from fictional import REGIONS

from dialogue.understanding import RequestKind, Understanding

KINDS: dict[RequestKind, tuple[str, ...]] = {
    RequestKind.CONSULTATION: (
        "居住卡怎么办", "投诉电话多少", "怎么投诉车管所", "去哪举报偷税", "遛狗不牵绳罚多少", "举报有奖励吗",
        "占道经营怎么处罚", "邻居违建怎么认定", "临时救助要什么条件", "停水通知在哪看", "有什么建议吗",
        "窗口态度差怎么投诉", "被人举报了怎么办", "气死我了，到底要带啥材料", "推来推去，办居住卡到底去哪",
        "物业不给盖章，装充电桩要什么材料", "我昨天去了窗口，人家让我今天来",
        "窗口把我的户口本弄丢了怎么补", "要开个材料遗失的说明",
    ),
    RequestKind.PLEA: (
        "家里停水两天了没人管", "路灯坏了好几天了", "下水道堵了往外冒水", "请派人来修一下路", "求助，孩子没地方住",
        "小区垃圾堆了一周没人清", "井盖丢了", "希望政府出面协调",
        "补贴交上去两个月了，在哪个窗口都问不到，帮我催一催",
    ),
    RequestKind.COMPLAINT: (
        "我要投诉车管所态度差", "投诉：窗口推诿", "窗口人员态度恶劣", "健身房跑路不退钱", "楼上半夜施工太吵",
        "公交车拒载", "出租车司机拒载", "我强烈投诉这家公司", "买到的奶粉过期了", "中介扣着押金不退，物业不管",
        "投诉！三号窗口上班时间没有人", "投诉。办证的地点换了三回都没说", "窗口把我交的申请表弄丢了，我要讨个说法",
        "登记费收了我两遍，给钱的时候没人说，我要个交代",
    ),
    RequestKind.REPORT: (
        "我要举报楼下饭店油烟", "举报隔壁无证卖药", "有人私搭乱建", "工厂偷排污水", "楼下有家黑诊所", "实名举报村长贪污",
        "我要检举公司偷税",
        "举报：有人收钱替人排队，不收费的事要三百块",
    ),
    RequestKind.SUGGESTION: (
        "建议在路口装个红绿灯", "我有个建议", "希望公交公司增开夜班车", "提个意见，大厅椅子太少",
        "建议政务大厅中午多开两个窗口，上班时间来不了",
    ),
    RequestKind.PRAISE: (
        "我要表扬三号窗口的小王", "你们的服务真好", "给窗口的小李点个赞", "办事效率真高", "我想感谢社区的工作人员",
    ),
}  # fmt: skip
ANGRY = (
    "傻逼机器人",
    "你们是干什么吃的",
    "垃圾客服",
    "滚",
    "气死我了",
    "受够了",
    "他妈的什么态度",
    "一群废物",
    "有没有人管啊",
)
CALM = (
    "我妈的养老金怎么认证", "垃圾分类怎么分", "他妈的身份证丢了", "未婚妈妈的孩子怎么落户", "废物利用备案", "气死我了，要带什么",
    "遇到骗子怎么办", "滚动播放的屏幕怎么审批", "我跑了三趟都没办成", "智障儿童康复补贴", "危险废物经营许可",
)  # fmt: skip
SENSITIVE = (
    "老公打我怎么办", "我被性侵了", "孩子在学校被同学欺负", "拆迁补偿款没给，强行拆我家房子", "我要去上访", "老板拖欠我们二十个工人的工资",
    "我爸死在医院，医院不赔偿", "村干部贪污低保款", "幼儿园老师打孩子", "被人骗进传销了", "儿子虐待老人", "十几个工友都没发工资",
)  # fmt: skip
PLAIN = (
    "家暴人身安全保护令怎么申请", "信访局上班时间", "信访局在哪", "死亡证明怎么开", "工亡补助金标准是多少", "打印店在哪",
    "打工要办居住证吗", "拆迁补偿政策是什么", "欠薪怎么投诉", "公司不给我交社保", "打击电信诈骗", "孩子打疫苗",
    "被打印错了名字", "反邪教宣传", "抚恤金怎么领",
)  # fmt: skip


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding(REGIONS)


@pytest.mark.parametrize(
    ("said", "kind"), [(said, kind) for kind, each in KINDS.items() for said in each]
)
def test_a_message_is_of_one_of_six_kinds(
    understanding: Understanding, said: str, kind: RequestKind
) -> None:
    assert understanding.understand(said).kind is kind


@pytest.mark.parametrize(("said", "angry"), [(s, True) for s in ANGRY] + [(s, False) for s in CALM])
def test_anger_is_abuse_or_being_fed_up_without_a_question(
    understanding: Understanding, said: str, angry: bool
) -> None:
    assert understanding.understand(said).anger is angry


@pytest.mark.parametrize(
    ("said", "sensitive"), [(s, True) for s in SENSITIVE] + [(s, False) for s in PLAIN]
)
def test_what_happens_to_somebody_is_for_people_and_a_rule_or_a_paper_is_not(
    understanding: Understanding, said: str, sensitive: bool
) -> None:
    assert understanding.understand(said).sensitive is sensitive
