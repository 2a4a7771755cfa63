"""Dangers raise an alarm at once; what is over, or asks for papers about it, raises none."""

import pytest

from dialogue.understanding import Alarm
from dialogue.understanding.alarms import alarm_in
from retriever.tokens import normalise

RAISED: dict[Alarm, tuple[str, ...]] = {
    Alarm.EMERGENCY_FIRE: (
        "煤气泄漏了", "家里着火了怎么办", "闻到一股煤气味", "楼道里冒浓烟", "我被困在电梯里了", "孩子掉进井里了",
        "电动车电池冒烟了", "邻居家烧起来了", "孩子的头卡住了", "有人落水了", "厨房爆炸了",
    ),
    Alarm.EMERGENCY_MEDICAL: (
        "有人晕倒了", "我爸心脏病发作", "老人没有呼吸了", "孩子误食了电池", "大出血止不住", "羊水破了怎么办",
        "从楼上摔下来动不了了", "叫救护车", "煤气中毒了", "我妈喝了农药", "触电了", "老人昏迷不醒",
    ),
    Alarm.EMERGENCY_POLICE: (
        "救命", "有人持刀砍人", "我被抢劫了", "孩子走丢了", "有人撬我家门", "他正在打我", "刚刚被骗转账了",
        "我要报警", "外面打起来了，拿刀了", "老爷子不见了", "有人要杀我",
    ),
    Alarm.EMERGENCY_TRAFFIC: (
        "出车祸了", "我撞到人了", "高速上抛锚了", "车翻了，快来人", "有人被车撞了", "肇事逃逸了",
    ),
    Alarm.CRISIS: (
        "我不想活了", "活着没意思", "我想自杀", "他说要跳楼", "活不下去了", "死了算了", "我女儿割腕想自杀",
        "撑不下去了", "真想死", "一了百了",
    ),
}  # fmt: skip
QUIET = (
    "火化证怎么办", "急诊报销要什么材料", "火灾后补办房产证", "车祸后驾照怎么处理", "抢救费用报销", "死亡证明去哪开",
    "去年家里着火了，户口本烧了怎么补办", "昨天被车撞了，交通事故责任怎么认定", "自杀能赔保险吗", "工厂冒黑烟",
    "上班晕倒算工伤吗", "心脏病能评慢特病吗", "中风后遗症能办残疾证吗", "消防验收怎么申请", "燃气开户",
    "煤气罐在哪换", "孩子丢了身份证", "孩子的身份证丢了", "身份证被偷了", "手机被偷了要补卡", "煤气费怎么交",
    "急救员培训报名", "应急管理局电话", "救命药能报销吗", "累死我了", "热死人了", "笑死", "气死我了", "电梯坏了没人修",
    "加装电梯被卡住了，审批怎么办", "系统卡死了", "无犯罪记录证明", "打架留案底怎么消", "报警回执丢了",
    "抢劫罪判几年", "溺水预防宣传", "爆炸物品许可证", "烟花爆竹经营许可", "煤矿安全许可", "救火车道被占",
    "火车票报销", "上火了", "生意很火", "跳楼价", "车祸伤残鉴定", "交通事故快处中心地址", "驾照被撞坏了",
    "电动车充电桩安装", "生孩子报销", "生在外地怎么上户口", "难产津贴多发吗", "中毒控制中心电话多少",
    "120急救费能报吗", "晕车", "高血压办慢病", "救助站在哪", "流浪人员救助", "养老金快没了", "楼上装修砸墙",
    "孩子三岁走失人员信息登记", "家里老人去世了怎么销户", "被骗了两年前的钱还能追吗", "老公坐牢了怎么离婚",
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "alarm"), [(said, alarm) for alarm, each in RAISED.items() for said in each]
)
def test_a_danger_raises_its_alarm(said: str, alarm: Alarm) -> None:
    assert alarm_in(normalise(said)) is alarm


@pytest.mark.parametrize("said", QUIET)
def test_what_is_over_or_asks_for_papers_raises_none(said: str) -> None:
    assert alarm_in(normalise(said)) is None


def test_what_is_happening_now_raises_one_though_papers_are_asked_for() -> None:
    assert alarm_in(normalise("着火了救命，消防电话多少，要什么证明")) is Alarm.EMERGENCY_FIRE
