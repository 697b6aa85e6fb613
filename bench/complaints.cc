#include "bench/complaints.h"

#include <array>
#include <string_view>
#include <utility>

#include "engine/core/check.h"

namespace whistle::bench {
namespace {

// As many residents as there may be open cases in the largest measurement.
constexpr std::uint64_t kResidents = 1'000'000;

constexpr std::array<std::string_view, 12> kOpenings{"你好，",
                                                     "您好，我要反映一件事，",
                                                     "工作人员您好，",
                                                     "喂，你好，",
                                                     "我来反映一下，",
                                                     "打扰一下，",
                                                     "社区的同志，",
                                                     "各位领导，",
                                                     "是这样的，",
                                                     "我们这边有个情况，",
                                                     "又来麻烦你们一次，",
                                                     "第一次打这个电话，"};

// What it is about. Most name a matter of its own; the last two of each kind are as said below.
constexpr std::array<std::string_view, 36> kMatters{
    "楼上那户天天半夜拖椅子，孩子在家里跑跳，脚步声咚咚响",
    "隔壁中午装修，电钻声停不下来，午休根本没法休息",
    "楼下广场上面包车一直停，违停的小车停满了两边",
    "门口有几辆车随意停放在路口，出门都要绕着走",
    "一堆垃圾放了好几天，生活垃圾没清，味道飘上来",
    "花坛旁边的垃圾成堆，苍蝇到处飞，没有清运",
    "装修垃圾倒在过道边，碎砖和旧家具摆了一排",
    "有人把绿化带改成菜地，种菜还浇粪",
    "一楼那家在绿地上搭了个棚，彩钢棚越盖越大，像是违建",
    "顶楼加盖了一间阳光房，砖都运上去了，请查是不是违章建筑",
    "路灯坏了有一阵子，晚上一片黑，走路都要摸黑",
    "出门那条路坑坑洼洼，都是坑，下雨踩一脚水",
    "人行道砖碎了好几块，地砖松动，走上去会翘起来",
    "井盖松动，车一过就咣当响，窨井边上也裂了",
    "有人遛狗不牵绳，狗屎拉在草坪上也不收拾",
    "几条流浪狗在楼下转，追着人叫，怕它咬人",
    "大树的树枝伸进阳台，树叶把光都挡了，想请人修剪",
    "草坪上杂草长得比人高，绿化枯了一大片没有补种",
    "楼下饭店的油烟往上飘，排烟管正对着窗户，炒菜味很重",
    "烧烤摊的炭火摆在路边，烤串的烟味飘进屋里",
    "有人在路边摆摊，流动摊贩把路占了一半，卖炸串卖水果",
    "水果店把货物摆到人行道，店外经营，行人只能走机动车道",
    "楼道墙上贴满小广告，开锁广告撕了又贴",
    "一辆僵尸车停在那里很久，轮胎瘪了，车身落满灰",
    "物业费涨了却没有公示，物业收费的标准也说不清楚",
    "物业服务太差，楼道没人打扫，保洁一个月见不到一次",
    "共享单车倒了一地，青桔和哈啰把通道都占满",
    "快递总是不送上门，包裹显示签收了，驿站又说没有",
    "办宽带时说好的套餐，结果每个月乱扣费，话费多出三十块",
    "在美容院办卡充值，现在店家关门，会员卡的钱不给退",
    "公交等了快一个钟头，班次太少，站牌上的时间也对不上",
    "邻居在楼顶养鸡，鸡粪和鸡笼的味道熏得没法开窗",
    // Neighbours report the same.
    "下水道堵了，污水冒出来流了一地，化粪池也满了",
    "电梯坏了两天，一直停运，家里买的东西都提不上去",
    // Nobody could say what it is.
    "这个事情实在说不过去，大家心里都有意见",
    "情况跟上回差不多，具体的我也讲不明白",
};

constexpr std::array<std::string_view, 24> kDetails{
    "前天下午开始的，到今天没有变化",   "我拍了照片，可以发给你们看",
    "问过旁边的人，都说早就这样",       "我下班回来差不多七点，天天碰到",
    "周末的时候最明显，平时好一点",     "家里有人上夜班，白天也要休息",
    "我在这里住了十几年，从来没有这样", "走到跟前就能看见，很好找",
    "从北门进来右手边第二个路口就是",   "站在阳台上看得清清楚楚",
    "早上六点多和晚上十点前后最厉害",   "跟对方讲过一次，对方说不归他管",
    "我也不想为难谁，就想有个说法",     "上个星期有人来看过，看完就走了",
    "旁边是小学，放学的时候人很多",     "菜市场就在边上，来往的人不少",
    "楼里年纪大的人多，大家都很在意",   "微信群里已经有人在说这个事",
    "我记了日子，前后有十来天了",       "邻居也愿意一起出面说明",
    "附近几个店主都可以作证",           "电话打给他们，每次都说记下了",
    "下雨天更麻烦，平时还能将就",       "我把位置画在纸上，可以交给你们",
};

constexpr std::array<std::string_view, 20> kClosings{
    "请你们安排人来看一看，谢谢。",   "希望这个星期能有个结果。",
    "处理之后请给我回个电话。",       "我白天都在家，随时可以过来。",
    "麻烦登记一下，辛苦了。",         "能不能先派个人到现场瞧瞧？",
    "该谁管就请谁管，别再转来转去。", "我的要求不高，弄干净就行。",
    "请尽快处理，大家都等着。",       "晚上七点以后打我电话比较方便。",
    "有了消息发短信给我也可以。",     "请不要公开我的姓名，谢谢理解。",
    "如果需要配合，我可以带路。",     "先谢谢你们，辛苦跑一趟。",
    "这件事拖下去对谁都不好。",       "请告诉我大概什么时候能办好。",
    "我相信你们能处理好，拜托了。",   "要是不归你们管，请告诉我找谁。",
    "我先说到这里，其他的见面再讲。", "大家都看着呢，请认真办一下。",
};

constexpr std::array<Channel, 4> kChannels{Channel::Phone, Channel::WechatAccount,
                                           Channel::WechatGroup, Channel::App};

// "外武社区榕荫里3号楼": every compound and every building, with what stands above it.
std::vector<std::string> places_of(const policy::Policy& policy) {
  std::vector<std::string> places;
  for (const policy::Area& area : policy.book().areas) {
    if (area.level < policy::AreaLevel::Compound) continue;
    std::string name;
    const policy::Area* community = policy.ancestor(area.code, policy::AreaLevel::Community);
    if (community != nullptr) name += community->name;
    if (area.level == policy::AreaLevel::Building) {
      const policy::Area* compound = policy.area(area.parent);
      if (compound != nullptr) name += compound->name;
    }
    name += area.name;
    places.push_back(std::move(name));
  }
  return places;
}

}  // namespace

ComplaintMaker::ComplaintMaker(const policy::Policy& policy, std::string source, std::uint64_t seed)
    : source_(std::move(source)), chance_(seed), places_(places_of(policy)) {
  WHISTLE_CHECK(!places_.empty());
}

Complaint ComplaintMaker::next(Timestamp occurred_at) {
  const auto one_of = [this](const auto& list) { return list[below(list.size())]; };
  Complaint complaint;
  complaint.source = source_;
  complaint.external_id = std::to_string(++made_);
  complaint.channel = one_of(kChannels);
  complaint.occurred_at = occurred_at;
  complaint.requester = "r-" + std::to_string(below(kResidents));
  std::string& text = complaint.text;
  text += one_of(kOpenings);
  text += "我住在" + places_[below(places_.size())];
  text += std::to_string(1 + below(32)) + "0" + std::to_string(1 + below(6)) + "，";
  text += one_of(kMatters);
  text += "，";
  const std::size_t first = below(kDetails.size());
  const std::size_t second = (first + 1 + below(kDetails.size() - 1)) % kDetails.size();
  text += kDetails[first];
  text += "，";
  text += kDetails[second];
  text += "。";
  text += one_of(kClosings);
  return complaint;
}

}  // namespace whistle::bench
