<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ActionsCard</name>
    <message>
        <source>Actions</source>
        <translation>措施</translation>
    </message>
    <message>
        <source>all done before it can be closed</source>
        <translation>全部完成后才能关闭</translation>
    </message>
    <message>
        <source>Give the action</source>
        <translation>安排措施</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>AdviceLine</name>
    <message>
        <source>nothing in particular</source>
        <translation>没有特别要求</translation>
    </message>
    <message>
        <source>Give it to {name}</source>
        <translation>派给{name}</translation>
    </message>
</context>
<context>
    <name>ApprovalSheet</name>
    <message>
        <source>Request</source>
        <translation>申请</translation>
    </message>
    <message>
        <source>Nothing was decided</source>
        <translation>没有作出决定</translation>
    </message>
    <message>
        <source>A refusal needs a sentence</source>
        <translation>否决须写明理由</translation>
    </message>
    <message>
        <source>Write it below, then refuse.</source>
        <translation>请在下方写明，再否决。</translation>
    </message>
    <message>
        <source>You are offline: a decision counts as provisional</source>
        <translation>你现在离线：决定会记为“暂定”</translation>
    </message>
    <message>
        <source>Head office judges it again: the facts, your right, who was first.</source>
        <translation>连上总部后重新核对：事实、你的权限、是否已有人先决定。</translation>
    </message>
    <message>
        <source>Material as of {moment}</source>
        <translation>材料截至 {moment}</translation>
    </message>
    <message>
        <source>The order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为什么</translation>
    </message>
    <message>
        <source>No reason was written.</source>
        <translation>没有写明理由。</translation>
    </message>
    <message>
        <source>If approved</source>
        <translation>同意之后</translation>
    </message>
    <message>
        <source>If refused</source>
        <translation>否决之后</translation>
    </message>
    <message>
        <source>The order then</source>
        <translation>申请时的订单</translation>
    </message>
    <message>
        <source>What the change would do</source>
        <translation>变更的影响</translation>
    </message>
    <message>
        <source>table version {version}</source>
        <translation>审批矩阵第 {version} 版</translation>
    </message>
    <message>
        <source>Why these approvers</source>
        <translation>为什么是这些审批人</translation>
    </message>
    <message>
        <source>level {n}</source>
        <translation>{n} 级</translation>
    </message>
    <message>
        <source>Handed on to</source>
        <translation>已转交给</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>催办次数</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>To whoever asked (needed to refuse)</source>
        <translation>写给申请人的话（否决时必填）</translation>
    </message>
    <message>
        <source>Remind</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>否决</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>Approve (provisional)</source>
        <translation>同意（暂定）</translation>
    </message>
    <message>
        <source>Decided here; head office has still to judge it.</source>
        <translation>已在本机决定，等待总部核对。</translation>
    </message>
</context>
<context>
    <name>ApprovalsPage</name>
    <message>
        <source>Requests</source>
        <translation>申请</translation>
    </message>
    <message>
        <source>Nothing to decide</source>
        <translation>没有要决定的</translation>
    </message>
    <message>
        <source>What somebody asks leave for waits here, with all it takes to decide.</source>
        <translation>同事提交的申请和所需材料都会在这里等你决定。</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Waiting for me</source>
        <translation>等我决定</translation>
    </message>
    <message>
        <source>Asked by me</source>
        <translation>我提交的</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message numerus="yes">
        <source>%n to decide</source>
        <translation>
            <numerusform>%n 项待决定</numerusform>
        </translation>
    </message>
    <message>
        <source>Decided; provisional until head office has it</source>
        <translation>已决定；总部核对前为暂定</translation>
    </message>
    <message>
        <source>Reminded</source>
        <translation>已催办</translation>
    </message>
    <message>
        <source>The request was taken back</source>
        <translation>申请已撤回</translation>
    </message>
</context>
<context>
    <name>Areas</name>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Deadlines</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>流程</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Handovers</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Duties</source>
        <translation>职责</translation>
    </message>
    <message>
        <source>Exceptions</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>知识库</translation>
    </message>
</context>
<context>
    <name>ArticleEditor</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>This helped</source>
        <translation>有帮助</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Still holds</source>
        <translation>仍然有效</translation>
    </message>
    <message>
        <source>A new article is a draft until somebody else has reviewed it.</source>
        <translation>新写的知识是草稿，由别人审核后发布。</translation>
    </message>
    <message>
        <source>to be reviewed by {day}</source>
        <translation>{day}前复审</translation>
    </message>
    <message>
        <source>written by {name}</source>
        <translation>{name}撰写</translation>
    </message>
    <message>
        <source>its time is over, or nobody has used it for a year</source>
        <translation>已过期，或一年没有人使用</translation>
    </message>
    <message>
        <source>Article</source>
        <translation>知识</translation>
    </message>
    <message>
        <source>Shown by itself where all of these hold</source>
        <translation>以下条件都符合时自动显示</translation>
    </message>
    <message>
        <source>Why does it no longer hold?</source>
        <translation>为什么不再有效？</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
</context>
<context>
    <name>AskLine</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Say why first</source>
        <translation>请先写明原因</translation>
    </message>
</context>
<context>
    <name>AskedLine</name>
    <message>
        <source>for {name}, {days}</source>
        <translation>代 {name}，{days}</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝</translation>
    </message>
</context>
<context>
    <name>AsksCard</name>
    <message numerus="yes">
        <source>%n to know</source>
        <translation>
            <numerusform>%n 条知会</numerusform>
        </translation>
    </message>
    <message>
        <source>Asked of me  {count}</source>
        <translation>等我回应  {count}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>还有 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting in my other roles</source>
        <translation>
            <numerusform>我的其他岗位还有 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>已阅</translation>
    </message>
    <message>
        <source>Read back: {text}</source>
        <translation>请复述：{text}</translation>
    </message>
    <message>
        <source>Your opinion: {node}</source>
        <translation>请回复意见：{node}</translation>
    </message>
    <message>
        <source>Accept or return: {node}</source>
        <translation>请接收或退回：{node}</translation>
    </message>
    <message>
        <source>Stand in for a colleague</source>
        <translation>请答复代理</translation>
    </message>
    <message>
        <source>Sign the team charter</source>
        <translation>签署团队章程</translation>
    </message>
    <message>
        <source>Finished: {node}</source>
        <translation>已完成：{node}</translation>
    </message>
</context>
<context>
    <name>BallCard</name>
    <message>
        <source>Nudge all of them (one digest each)</source>
        <translation>一次提醒全部（合并成一条）</translation>
    </message>
    <message>
        <source>The ball is with me</source>
        <translation>球在我手里</translation>
    </message>
    <message>
        <source>I am waiting for</source>
        <translation>我在等别人</translation>
    </message>
    <message>
        <source>Nobody is waiting</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>Day {day}</source>
        <translation>第 {day} 天</translation>
    </message>
</context>
<context>
    <name>BallSection</name>
    <message>
        <source>Nudge</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交接</translation>
    </message>
    <message>
        <source>Post status</source>
        <translation>发布进展</translation>
    </message>
    <message>
        <source>day {day}, limit {limit}</source>
        <translation>第 {day} 天，期限 {limit}</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>自</translation>
    </message>
    <message>
        <source>Handoff</source>
        <translation>交接</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>被退回</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>进展</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>接下来</translation>
    </message>
    <message>
        <source>{silent}, limit {limit} d</source>
        <translation>{silent}，时限 {limit} 天</translation>
    </message>
    <message>
        <source>How does it stand?</source>
        <translation>现在进展如何？</translation>
    </message>
    <message>
        <source>Posted. It stays as said; a newer status goes on top of it.</source>
        <translation>已发布。原话保留，新的进展会排在上面。</translation>
    </message>
    <message>
        <source>Nudged. All nudges of a day reach a person as one digest.</source>
        <translation>已催办。同一天的催办合成一条摘要送达。</translation>
    </message>
</context>
<context>
    <name>Band</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>BuyerPicker</name>
    <message>
        <source>Name, a few letters are enough</source>
        <translation>名称，输入几个字母就能找到</translation>
    </message>
    <message>
        <source>Two letters, as DE</source>
        <translation>两个字母，如 DE</translation>
    </message>
    <message>
        <source>“{name}” is new: it is added with the order</source>
        <translation>“{name}”是新客户：建立订单时一起加上</translation>
    </message>
</context>
<context>
    <name>ChangeForm</name>
    <message>
        <source>New change</source>
        <translation>新变更</translation>
    </message>
    <message>
        <source>Nothing was saved</source>
        <translation>没有保存</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>变更项</translation>
    </message>
    <message>
        <source>New value</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Draft the change</source>
        <translation>起草变更</translation>
    </message>
</context>
<context>
    <name>ChangeSheet</name>
    <message>
        <source>Change</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>Nothing was done</source>
        <translation>没有办理</translation>
    </message>
    <message>
        <source>Not ratified in time</source>
        <translation>没有按时追认</translation>
    </message>
    <message>
        <source>The urgent change was not ratified by its time; it goes one level up.</source>
        <translation>紧急变更没有按时追认，将上报一级。</translation>
    </message>
    <message>
        <source>The order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>前后对照</translation>
    </message>
    <message>
        <source>{field} was changed meanwhile: {old} → {now}</source>
        <translation>{field} 期间已被改动：{old} → {now}</translation>
    </message>
    <message>
        <source>What it would do</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>To be heard</source>
        <translation>须会签</translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation>尚未表态</translation>
    </message>
    <message>
        <source>Allowed as urgent</source>
        <translation>紧急授权</translation>
    </message>
    <message>
        <source>Urgent channel</source>
        <translation>紧急通道</translation>
    </message>
    <message>
        <source>rationed, ratified afterwards</source>
        <translation>限次使用，事后追认</translation>
    </message>
    <message>
        <source>Allowed by</source>
        <translation>授权人</translation>
    </message>
    <message>
        <source>In their words</source>
        <translation>授权原话</translation>
    </message>
    <message>
        <source>Damage of waiting</source>
        <translation>等待的损失</translation>
    </message>
    <message>
        <source>within {n} h</source>
        <translation>{n} 小时内</translation>
    </message>
    <message>
        <source>Cut-off</source>
        <translation>截止时间</translation>
    </message>
    <message>
        <source>Ask for it</source>
        <translation>申请紧急</translation>
    </message>
    <message>
        <source>What is said of this step</source>
        <translation>这一步的说明</translation>
    </message>
</context>
<context>
    <name>ChangesPage</name>
    <message>
        <source>Changes</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>New change</source>
        <translation>新变更</translation>
    </message>
    <message>
        <source>No change of a signed order has been asked for.</source>
        <translation>还没有人申请变更已签约的订单。</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>The change is drafted; see what it would do</source>
        <translation>变更已起草，请看它的影响</translation>
    </message>
    <message>
        <source>Done; head office has still to confirm it</source>
        <translation>已办理，等待总部确认</translation>
    </message>
</context>
<context>
    <name>CharterCard</name>
    <message>
        <source>Team charter</source>
        <translation>团队章程</translation>
    </message>
    <message>
        <source>Sign it</source>
        <translation>签署</translation>
    </message>
    <message>
        <source>Draft one</source>
        <translation>起草一份</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>A big order gets one by itself; its contract review waits for it.</source>
        <translation>大订单会自动起草章程；合同评审要等它签完。</translation>
    </message>
    <message>
        <source>Signed by everybody, {at}</source>
        <translation>全员已签署，{at}</translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) missing</source>
        <translation>
            <numerusform>还差 %n 人签署</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed: {names}</source>
        <translation>已签署：{names}</translation>
    </message>
    <message>
        <source>Still to sign: {names}</source>
        <translation>待签署：{names}</translation>
    </message>
    <message>
        <source>Add a member</source>
        <translation>添加成员</translation>
    </message>
    <message>
        <source>Change the charter</source>
        <translation>修改章程</translation>
    </message>
</context>
<context>
    <name>Checklist</name>
    <message>
        <source>Checklist</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>By</source>
        <translation>由谁</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>ticked</source>
        <translation>已勾</translation>
    </message>
    <message>
        <source>open</source>
        <translation>未勾</translation>
    </message>
    <message>
        <source>Question: {text}</source>
        <translation>问：{text}</translation>
    </message>
    <message>
        <source>Applies when {ids} says so</source>
        <translation>是否适用，由 {ids} 的回答决定</translation>
    </message>
    <message>
        <source>must</source>
        <translation>必</translation>
    </message>
    <message>
        <source>to answer</source>
        <translation>要答</translation>
    </message>
    <message>
        <source>file</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>no waiver</source>
        <translation>不可豁免</translation>
    </message>
    <message>
        <source>Waived</source>
        <translation>已豁免</translation>
    </message>
    <message>
        <source>File missing</source>
        <translation>缺附件</translation>
    </message>
    <message>
        <source>To be answered</source>
        <translation>等回答</translation>
    </message>
    <message>
        <source>Depends on an answer</source>
        <translation>看回答</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未做</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>待做</translation>
    </message>
</context>
<context>
    <name>ColumnChoices</name>
    <message>
        <source>– not in this file –</source>
        <translation>– 文件里没有 –</translation>
    </message>
    <message>
        <source>Line number</source>
        <translation>行号</translation>
    </message>
</context>
<context>
    <name>CommentsTab</name>
    <message>
        <source>Nothing has been said yet</source>
        <translation>还没有消息</translation>
    </message>
    <message>
        <source>Write what others must know of this order; @ tells a person.</source>
        <translation>写下别人要知道的事；用 @ 提醒某人。</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>没有发出</translation>
    </message>
    <message>
        <source>Write a message; @ tells a person</source>
        <translation>写消息，用 @ 提醒某人</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>{time} · offline</source>
        <translation>{time} · 离线</translation>
    </message>
</context>
<context>
    <name>ConflictEffects</name>
    <message>
        <source>Line {number}: {quantity} × {price} = {amount}; the order comes to {total}</source>
        <translation>第 {number} 行 {quantity} × {price} = {amount}，合计 {total}</translation>
    </message>
    <message>
        <source>The unit prices keep their figures: {before} becomes {after}</source>
        <translation>单价数字不变：{before} 变为 {after}</translation>
    </message>
    <message>
        <source>Payment becomes {term}: other steps of the process apply</source>
        <translation>付款方式变为 {term}：适用的流程节点随之改变</translation>
    </message>
    <message>
        <source>ETD {etd} against latest shipment {limit}: {slack}</source>
        <translation>预计开船 {etd}，最迟装运日 {limit}：{slack}</translation>
    </message>
</context>
<context>
    <name>ConflictList</name>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>To decide {count}</source>
        <translation>待决 {count}</translation>
    </message>
    <message>
        <source>Decided {count}</source>
        <translation>已决 {count}</translation>
    </message>
    <message>
        <source>Decided lately · undo within 30 days</source>
        <translation>最近已决 · 30 天内可撤销</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo {what}</source>
        <translation>撤销：{what}</translation>
    </message>
</context>
<context>
    <name>ConflictSheet</name>
    <message>
        <source>Conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Nothing was decided</source>
        <translation>没有做出决定</translation>
    </message>
    <message>
        <source>Merged without asking: {fields}</source>
        <translation>已自动合并，不用你管：{fields}</translation>
    </message>
    <message>
        <source>By your choice, this will happen</source>
        <translation>按你的选择，会发生</translation>
    </message>
    <message>
        <source>Open the order</source>
        <translation>打开订单</translation>
    </message>
    <message>
        <source>Copy both values</source>
        <translation>复制两边的值</translation>
    </message>
    <message>
        <source>The row is gone; the conflict can only be closed.</source>
        <translation>这一行已经不在了，只能关闭这个冲突。</translation>
    </message>
    <message>
        <source>{name} removed this row while somebody else changed it. It stands until decided.</source>
        <translation>{name} 删除了这一行，同时有别人改了它。决定之前它保留不动。</translation>
    </message>
    <message>
        <source>Two devices changed the same group of fields unseen. The order stays usable and shows head office&apos;s values; a decision closes both. Owner of the order: {owner}.</source>
        <translation>两台设备在看不到对方时改了同一组字段。订单照常可用，显示总部的值；决定后两边一起关闭。订单负责人：{owner}。</translation>
    </message>
    <message>
        <source>another</source>
        <translation>另一人</translation>
    </message>
    <message>
        <source>head office</source>
        <translation>总部</translation>
    </message>
    <message>
        <source>Before (the common start)</source>
        <translation>原来（共同的起点）</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>{name}&apos;s</source>
        <translation>{name}的</translation>
    </message>
    <message>
        <source>Head office&apos;s</source>
        <translation>总部的</translation>
    </message>
    <message>
        <source>not written yet</source>
        <translation>没有写入</translation>
    </message>
    <message>
        <source>arrived first · {name}</source>
        <translation>先到总部 · {name}</translation>
    </message>
    <message>
        <source>Take this column</source>
        <translation>整列取这边</translation>
    </message>
    <message>
        <source>Can be undone for 30 days; what is not chosen stays in the history.</source>
        <translation>决定后 30 天内可撤销；没选中的值留在历史里。</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>先不定</translation>
    </message>
    <message>
        <source>Remove the row</source>
        <translation>删除这一行</translation>
    </message>
    <message>
        <source>Decide so</source>
        <translation>就这样定</translation>
    </message>
    <message>
        <source>Still to choose: {count}</source>
        <translation>还有 {count} 项没有选</translation>
    </message>
</context>
<context>
    <name>Conflicting</name>
    <message>
        <source>Head office now has: {value}</source>
        <translation>总部现在的值：{value}</translation>
    </message>
</context>
<context>
    <name>ConflictsPage</name>
    <message>
        <source>No conflicts to decide</source>
        <translation>没有要决定的冲突</translation>
    </message>
    <message>
        <source>When two people change one thing unseen, both values wait here.</source>
        <translation>两个人在看不到对方时改了同一处，两边的值都会在这里等着。</translation>
    </message>
    <message>
        <source>Conflict desk</source>
        <translation>冲突台</translation>
    </message>
    <message numerus="yes">
        <source>%n to decide</source>
        <translation>
            <numerusform>待决 %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Decided; it can be undone within 30 days</source>
        <translation>已决定，30 天内可撤销</translation>
    </message>
    <message>
        <source>The decision was taken back</source>
        <translation>已撤销决定</translation>
    </message>
    <message>
        <source>Copied: both values</source>
        <translation>已复制两边的值</translation>
    </message>
</context>
<context>
    <name>DeadlineList</name>
    <message>
        <source>Past, or will be by the plan</source>
        <translation>已经过了，或照计划会过</translation>
    </message>
    <message>
        <source>Within 48 hours</source>
        <translation>48 小时之内</translation>
    </message>
    <message>
        <source>Within 7 days</source>
        <translation>7 天之内</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>更晚</translation>
    </message>
    <message>
        <source>Slack</source>
        <translation>余量</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>当地时间</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>责任人</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为什么</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>办理</translation>
    </message>
    <message>
        <source>Now at {node}</source>
        <translation>现在在：{node}</translation>
    </message>
</context>
<context>
    <name>DeadlinesPage</name>
    <message>
        <source>Whose</source>
        <translation>谁的</translation>
    </message>
    <message>
        <source>Deadlines</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Nothing is due</source>
        <translation>没有要办的期限</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>My team</source>
        <translation>我们组</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>全公司</translation>
    </message>
    <message>
        <source>holidays of {year}</source>
        <translation>节假日表 {year}</translation>
    </message>
    <message>
        <source>holidays of {year}, estimated</source>
        <translation>节假日表 {year}（预估）</translation>
    </message>
    <message>
        <source>All computed on this device</source>
        <translation>全部由本机计算</translation>
    </message>
    <message>
        <source>port-local times</source>
        <translation>港口当地时间</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
</context>
<context>
    <name>DemoPanel</name>
    <message>
        <source>Gendan – demo</source>
        <translation>跟单 – 演示</translation>
    </message>
    <message>
        <source>A fictional company with {orders} orders and its own head office on this computer. It goes when this window is closed.</source>
        <translation>一家虚构的公司，{orders} 张订单，总部也运行在这台电脑上。关闭这个窗口后全部清除。</translation>
    </message>
    <message>
        <source>Everybody&apos;s password here: {password}</source>
        <translation>这里所有人的密码：{password}</translation>
    </message>
    <message>
        <source>Desks</source>
        <translation>工位</translation>
    </message>
    <message>
        <source>Open the window</source>
        <translation>打开窗口</translation>
    </message>
</context>
<context>
    <name>DepartmentsTab</name>
    <message>
        <source>Departments that ended</source>
        <translation>已撤销的部门</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>until {at}; became {names}</source>
        <translation>至 {at}；变为{names}</translation>
    </message>
    <message>
        <source>Put somebody into another department</source>
        <translation>把人调到别的部门</translation>
    </message>
    <message>
        <source>Put them there</source>
        <translation>调过去</translation>
    </message>
    <message>
        <source>Rename one department, or make one of several</source>
        <translation>给一个部门改名，或把几个合成一个</translation>
    </message>
    <message>
        <source>Give this name</source>
        <translation>用这个名称</translation>
    </message>
    <message>
        <source>Split a department; who is ticked goes to the first part</source>
        <translation>拆分部门；勾选的人去第一个部门</translation>
    </message>
    <message>
        <source>Split it</source>
        <translation>拆分</translation>
    </message>
</context>
<context>
    <name>DetoursCard</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Leave the main path</source>
        <translation>转入例外路径</translation>
    </message>
    <message>
        <source>Back on the main path</source>
        <translation>回到主路径</translation>
    </message>
    <message>
        <source>Exception path</source>
        <translation>例外路径</translation>
    </message>
    <message>
        <source>{name} · day {days}</source>
        <translation>{name} · 第 {days} 天</translation>
    </message>
    <message>
        <source>{name} · {days} d</source>
        <translation>{name} · {days} 天</translation>
    </message>
    <message>
        <source>led by {role}</source>
        <translation>{role}牵头</translation>
    </message>
    <message>
        <source>By which exception?</source>
        <translation>按哪条例外？</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>What happened?</source>
        <translation>发生了什么？</translation>
    </message>
    <message>
        <source>How did it end?</source>
        <translation>结果如何？</translation>
    </message>
</context>
<context>
    <name>DigestBand</name>
    <message>
        <source>Open the first</source>
        <translation>打开第一项</translation>
    </message>
    <message numerus="yes">
        <source>You were nudged about %n piece(s) of work</source>
        <translation>
            <numerusform>有 %n 项工作在催办</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DisputeCard</name>
    <message>
        <source>Disputes between people</source>
        <translation>人员争议</translation>
    </message>
    <message>
        <source>Open a dispute</source>
        <translation>提出争议</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>Mediates: {name}</source>
        <translation>调解人：{name}</translation>
    </message>
    <message>
        <source>has not said anything yet</source>
        <translation>还没有说明</translation>
    </message>
    <message>
        <source>State my position</source>
        <translation>说明我的立场</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>裁定</translation>
    </message>
    <message>
        <source>Appeal</source>
        <translation>申诉</translation>
    </message>
    <message>
        <source>Settled between us</source>
        <translation>双方已了结</translation>
    </message>
    <message>
        <source>Name a mediator</source>
        <translation>指定调解人</translation>
    </message>
    <message>
        <source>Who mediates, until {day}?</source>
        <translation>由谁调解（{day}前）？</translation>
    </message>
    <message>
        <source>With whom?</source>
        <translation>与谁有争议？</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>What is your position?</source>
        <translation>你的立场是什么？</translation>
    </message>
</context>
<context>
    <name>DraftLine</name>
    <message>
        <source>Draft · kept on this device {time}</source>
        <translation>草稿 · 已存在本机 {time}</translation>
    </message>
</context>
<context>
    <name>DutiesPage</name>
    <message>
        <source>Duties</source>
        <translation>职责</translation>
    </message>
    <message>
        <source>Copied in both languages, to be pasted and printed</source>
        <translation>已复制中英文两份，可粘贴打印</translation>
    </message>
</context>
<context>
    <name>DutyCard</name>
    <message>
        <source>I have read it</source>
        <translation>我已阅读</translation>
    </message>
    <message>
        <source>Copy in both languages</source>
        <translation>复制中英文</translation>
    </message>
</context>
<context>
    <name>EndingCard</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Close the order</source>
        <translation>结案</translation>
    </message>
    <message>
        <source>The order was lost…</source>
        <translation>丢单…</translation>
    </message>
    <message>
        <source>The order was cancelled…</source>
        <translation>取消订单…</translation>
    </message>
    <message>
        <source>Take the order up again…</source>
        <translation>重新打开订单…</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>Entrance</name>
    <message>
        <source>Gendan</source>
        <translation>跟单 Gendan</translation>
    </message>
    <message>
        <source>Foreign-trade orders, together; also without a network</source>
        <translation>外贸订单协同，离线也能干活</translation>
    </message>
    <message>
        <source>What you write is on this computer first, also without power</source>
        <translation>你写的先存在这台电脑，断电也在</translation>
    </message>
    <message>
        <source>It has left; head office has not answered yet</source>
        <translation>离开了本机，总部还没答复</translation>
    </message>
    <message>
        <source>Only this step is green</source>
        <translation>只有这一步才用绿色</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language {other}</source>
        <translation>语言 {other}</translation>
    </message>
    <message>
        <source>Size {scale} %</source>
        <translation>大小 {scale} %</translation>
    </message>
    <message>
        <source>Colours: {theme}</source>
        <translation>深浅 {theme}</translation>
    </message>
</context>
<context>
    <name>EntriesCard</name>
    <message>
        <source>Facts, options, decision</source>
        <translation>事实、方案、决定</translation>
    </message>
    <message>
        <source>Kind of entry</source>
        <translation>记录类别</translation>
    </message>
    <message>
        <source>What is known, proposed or decided</source>
        <translation>已知的事实、提出的方案或作出的决定</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>记录</translation>
    </message>
</context>
<context>
    <name>ExceptionRoomPage</name>
    <message>
        <source>Exceptions</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Exception</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>This exception is not on this computer</source>
        <translation>这台电脑上没有这个异常</translation>
    </message>
    <message>
        <source>It was never reported, or your roles do not see its order.</source>
        <translation>它没有登记过，或者你的角色看不到它的订单。</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
</context>
<context>
    <name>ExceptionsPage</name>
    <message>
        <source>Exceptions</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Report trouble of the program</source>
        <translation>报告程序问题</translation>
    </message>
    <message>
        <source>No exceptions here</source>
        <translation>这里没有异常</translation>
    </message>
    <message>
        <source>What goes wrong on an order is reported on its Exceptions tab.</source>
        <translation>订单上的异常在订单的“异常”页登记。</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未关闭</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Escalated to me</source>
        <translation>上报给我</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Open actions</source>
        <translation>未完成措施</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>登记时间</translation>
    </message>
</context>
<context>
    <name>ExceptionsTab</name>
    <message>
        <source>Exceptions</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Nothing went wrong on this order so far.</source>
        <translation>这个订单目前没有异常。</translation>
    </message>
</context>
<context>
    <name>FieldBox</name>
    <message>
        <source>Take head office&apos;s</source>
        <translation>用总部的</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>留我写的</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>the common start</source>
        <translation>共同的起点</translation>
    </message>
    <message>
        <source>Write a new one…</source>
        <translation>写一个新的…</translation>
    </message>
    <message>
        <source>Keep both, each signed</source>
        <translation>两条都留，各署名</translation>
    </message>
    <message>
        <source>not changed by {name}</source>
        <translation>{name} 没有改</translation>
    </message>
    <message>
        <source>only {name} changed it</source>
        <translation>只有 {name} 改了</translation>
    </message>
    <message>
        <source>both changed it</source>
        <translation>两边都改了</translation>
    </message>
</context>
<context>
    <name>FilesTab</name>
    <message>
        <source>Files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
    <message>
        <source>No files yet. Drop one here, or attach it.</source>
        <translation>还没有文件。可拖放到此处，或点击添加。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Attach a file</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>By</source>
        <translation>由谁</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Replaced by a newer version</source>
        <translation>已被新版本替换</translation>
    </message>
    <message>
        <source>the order</source>
        <translation>整张订单</translation>
    </message>
    <message>
        <source>Choose the newer version</source>
        <translation>选择新版本</translation>
    </message>
    <message>
        <source>It opens as soon as it is here; you can go on working.</source>
        <translation>下载完成后自动打开，期间可以继续工作。</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Choose a file first</source>
        <translation>请先选一个附件</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>Delete removes this filter</source>
        <translation>按 Delete 去掉这个条件</translation>
    </message>
</context>
<context>
    <name>FirstCopyPage</name>
    <message>
        <source>Key in the system&apos;s keyring</source>
        <translation>钥匙存入系统钥匙串</translation>
    </message>
    <message>
        <source>Sealed by your password</source>
        <translation>由你的密码封存</translation>
    </message>
    <message>
        <source>First copy</source>
        <translation>第一份数据</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Encrypted replica made</source>
        <translation>建立加密副本</translation>
    </message>
    <message>
        <source>Fetch the first data</source>
        <translation>取第一份数据</translation>
    </message>
    <message>
        <source>Partners and products</source>
        <translation>客户、供应商、产品</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Lines, shipments, receipts</source>
        <translation>明细、出运、收款</translation>
    </message>
    <message>
        <source>Process and checklists</source>
        <translation>流程与检查项</translation>
    </message>
    <message>
        <source>Comments, files, history</source>
        <translation>评论、附件、历史</translation>
    </message>
    <message>
        <source>Start working now</source>
        <translation>先开始工作</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>重新登录</translation>
    </message>
    <message>
        <source>Goes on after a lost line</source>
        <translation>可断线续传</translation>
    </message>
    <message>
        <source>Welcome, {name}</source>
        <translation>{name}，欢迎</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>All data are here</source>
        <translation>数据已经齐了</translation>
    </message>
    <message>
        <source>You can start now</source>
        <translation>现在就可以开始用</translation>
    </message>
    <message>
        <source>Your open orders here: {count}.</source>
        <translation>你的在手订单已到 {count} 张。</translation>
    </message>
    <message>
        <source>Your own open orders are still on their way.</source>
        <translation>你自己的在手订单还在路上。</translation>
    </message>
    <message>
        <source>The rest follows.</source>
        <translation>其余的在后台接着取。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Paused; what has come is kept.</source>
        <translation>已暂停；已到的部分已经保存。</translation>
    </message>
    <message>
        <source>Line lost? What has come is kept; it goes on from here.</source>
        <translation>网断了？不要紧：已到的部分已经保存，连上后接着来。</translation>
    </message>
</context>
<context>
    <name>FlowMap</name>
    <message>
        <source>median {median} d, oldest {oldest} d</source>
        <translation>中位 {median} 天，最久 {oldest} 天</translation>
    </message>
    <message>
        <source>{count} overdue</source>
        <translation>逾期 {count} 张</translation>
    </message>
    <message>
        <source>{count} silent</source>
        <translation>未更新 {count} 张</translation>
    </message>
    <message>
        <source>On track</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>No order here</source>
        <translation>没有订单</translation>
    </message>
</context>
<context>
    <name>FlowPage</name>
    <message>
        <source>Where orders stand</source>
        <translation>订单走到哪里</translation>
    </message>
    <message>
        <source>All overdue</source>
        <translation>全部逾期</translation>
    </message>
    <message>
        <source>All silent</source>
        <translation>全部未更新</translation>
    </message>
    <message>
        <source>Design of the process</source>
        <translation>流程设计</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>流程</translation>
    </message>
    <message>
        <source>12/3: 12 orders stand here, 3 of them overdue. Each order counts once, at the stage that holds it up. Days are calendar days at the stage.</source>
        <translation>12/3：12 张订单停在这里，其中 3 张逾期。每张订单只算一次，算在卡住它的节点上。天数为在该节点停留的自然日。</translation>
    </message>
    <message numerus="yes">
        <source>%n open order(s)</source>
        <translation>
            <numerusform>在办订单 %n 张</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} overdue</source>
        <translation>逾期 {count} 张</translation>
    </message>
    <message>
        <source>{count} silent</source>
        <translation>未更新 {count} 张</translation>
    </message>
    <message>
        <source>No order is overdue at its stage</source>
        <translation>没有订单在当前节点逾期</translation>
    </message>
    <message>
        <source>No order has been silent for too long</source>
        <translation>没有订单超时未更新</translation>
    </message>
</context>
<context>
    <name>FormCard</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
</context>
<context>
    <name>GoalsTab</name>
    <message>
        <source>Goals</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Set a goal</source>
        <translation>设定目标</translation>
    </message>
    <message>
        <source>Set it</source>
        <translation>设定</translation>
    </message>
    <message>
        <source>Wanted: {percent} % within {hours} hours.</source>
        <translation>要求：{hours} 小时内完成 {percent}%。</translation>
    </message>
    <message>
        <source>Reached: {percent} % ({hits} of {cases} cases).</source>
        <translation>达到：{percent}%（{cases} 例中 {hits} 例）。</translation>
    </message>
    <message>
        <source>No case was finished in the period.</source>
        <translation>期内没有完成的例子。</translation>
    </message>
    <message>
        <source>No case yet</source>
        <translation>还没有例子</translation>
    </message>
    <message>
        <source>Reached</source>
        <translation>已达成</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>未达成</translation>
    </message>
</context>
<context>
    <name>HandoffCard</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交接</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Return with the reason</source>
        <translation>说明原因并退回</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Hand over: {node}</source>
        <translation>交接：{node}</translation>
    </message>
    <message>
        <source>Handed to you: {node}</source>
        <translation>交给你的工作：{node}</translation>
    </message>
    <message>
        <source>Handed over: {node}</source>
        <translation>已交出：{node}</translation>
    </message>
</context>
<context>
    <name>HandoversPage</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Offered to you</source>
        <translation>请你代理</translation>
    </message>
    <message>
        <source>Handovers</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Hand your desk over</source>
        <translation>移交我的工作</translation>
    </message>
    <message>
        <source>Nothing is in your hands now.</source>
        <translation>现在手里没有工作。</translation>
    </message>
    <message>
        <source>Offer what is ticked</source>
        <translation>移交勾选的事项</translation>
    </message>
    <message>
        <source>From which day on?</source>
        <translation>从哪一天开始？</translation>
    </message>
    <message>
        <source>Tick what you hand over.</source>
        <translation>请勾选要移交的事项。</translation>
    </message>
    <message>
        <source>Why can you not take it?</source>
        <translation>为什么不能接收？</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Done; the others hear of it at the next sync</source>
        <translation>已完成；同步后对方会看到</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>you</source>
        <translation>你</translation>
    </message>
    <message>
        <source>{noun} added</source>
        <translation>新增 {noun}</translation>
    </message>
    <message>
        <source>{noun} removed</source>
        <translation>删除 {noun}</translation>
    </message>
    <message>
        <source>{item} ticked</source>
        <translation>{item} 已勾</translation>
    </message>
    <message>
        <source>{item} no longer ticked</source>
        <translation>{item} 取消勾选</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>谁</translation>
    </message>
    <message>
        <source>About</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>the author saw {value}</source>
        <translation>写的人看到的是 {value}</translation>
    </message>
    <message>
        <source>replaced another&apos;s</source>
        <translation>盖过别人的</translation>
    </message>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>冲突决定</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>this one</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>{actor} for {away}</source>
        <translation>{actor}（代 {away}）</translation>
    </message>
</context>
<context>
    <name>HistoryTab</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>What to show</source>
        <translation>显示什么</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>放回</translation>
    </message>
    <message>
        <source>Not put back</source>
        <translation>没有放回</translation>
    </message>
    <message>
        <source>Nothing has been confirmed yet</source>
        <translation>还没有总部确认过的改动</translation>
    </message>
    <message>
        <source>Head office writes the history once a change has arrived there.</source>
        <translation>改动到达总部后，由总部写入历史。</translation>
    </message>
</context>
<context>
    <name>IdeasTab</name>
    <message>
        <source>Suggestions and feedback</source>
        <translation>建议与反馈</translation>
    </message>
    <message>
        <source>no step in particular</source>
        <translation>不限节点</translation>
    </message>
    <message>
        <source>Suggest how work could go better</source>
        <translation>提一条改进建议</translation>
    </message>
    <message>
        <source>Suggest it</source>
        <translation>提出</translation>
    </message>
    <message>
        <source>under my name</source>
        <translation>署名</translation>
    </message>
    <message>
        <source>without my name</source>
        <translation>匿名</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Give feedback on a step or a paper</source>
        <translation>对某个节点或单证提反馈</translation>
    </message>
    <message>
        <source>Give it</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Answer: {text}</source>
        <translation>答复：{text}</translation>
    </message>
    <message>
        <source>Brought: {text}</source>
        <translation>效果：{text}</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>采纳</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>不采纳</translation>
    </message>
    <message>
        <source>Note what it brought</source>
        <translation>登记效果</translation>
    </message>
    <message>
        <source>Unanswered for 14 days</source>
        <translation>14 天未答复</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>匿名</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已答复</translation>
    </message>
    <message>
        <source>Unanswered for 7 days</source>
        <translation>7 天未答复</translation>
    </message>
    <message>
        <source>Waits for an answer</source>
        <translation>等待答复</translation>
    </message>
    <message>
        <source>The reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>What it brought</source>
        <translation>效果</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>The answer</source>
        <translation>答复</translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message>
        <source>Import orders</source>
        <translation>导入订单</translation>
    </message>
    <message>
        <source>An Excel or CSV sheet with one row a line, or an SCMS export.</source>
        <translation>每行一条货物明细的 Excel 或 CSV 表，或 SCMS 导出文件。</translation>
    </message>
    <message>
        <source>What the columns mean</source>
        <translation>各列是什么</translation>
    </message>
    <message>
        <source>What would come</source>
        <translation>会导入什么</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>换一个文件</translation>
    </message>
    <message>
        <source>Try it out</source>
        <translation>先试一遍</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Save rejected rows</source>
        <translation>保存退回的行</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>See first what would come: try it out</source>
        <translation>请先试一遍，看会导入什么</translation>
    </message>
    <message>
        <source>There is no new order in this file</source>
        <translation>这个文件里没有新订单</translation>
    </message>
    <message numerus="yes">
        <source>%n new order(s)</source>
        <translation>
            <numerusform>新订单 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s) already here</source>
        <translation>
            <numerusform>已有 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) rejected</source>
        <translation>
            <numerusform>退回 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>{done} of {total} rows</source>
        <translation>{done} / {total} 行</translation>
    </message>
    <message>
        <source>Not imported</source>
        <translation>没有导入</translation>
    </message>
    <message>
        <source>Sheets (*.xlsx *.xls *.xlsb *.ods *.csv *.tsv *.txt)</source>
        <translation>表格 (*.xlsx *.xls *.xlsb *.ods *.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>正在读文件</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>正在导入</translation>
    </message>
    <message numerus="yes">
        <source>Imported: %n order(s)</source>
        <translation>
            <numerusform>已导入 %n 张订单</numerusform>
        </translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message numerus="yes">
        <source>Saved: %n row(s)</source>
        <translation>
            <numerusform>已保存 %n 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeyHelp</name>
    <message>
        <source>Keys</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>In this place</source>
        <translation>在这里</translation>
    </message>
    <message>
        <source>In the window</source>
        <translation>在窗口里</translation>
    </message>
    <message>
        <source>Move in a list</source>
        <translation>在列表里移动</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open in a window of its own</source>
        <translation>在新窗口打开</translation>
    </message>
    <message>
        <source>Choose a row</source>
        <translation>选这一行</translation>
    </message>
    <message>
        <source>Choose all rows</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Copy rows as a table</source>
        <translation>复制成表格</translation>
    </message>
    <message>
        <source>Back one step, nothing lost</source>
        <translation>退一步，不会丢东西</translation>
    </message>
    <message>
        <source>Next field</source>
        <translation>下一项</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>KnowledgePage</name>
    <message>
        <source>Knowledge</source>
        <translation>知识库</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Write an article</source>
        <translation>写一篇知识</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>这里还没有内容</translation>
    </message>
    <message>
        <source>A closed exception offers to write down what was learned.</source>
        <translation>关闭异常后，可以把经验写下来。</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>To review again</source>
        <translation>待复审</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Applies at</source>
        <translation>适用于</translation>
    </message>
    <message>
        <source>Helped</source>
        <translation>有帮助</translation>
    </message>
    <message>
        <source>Review again</source>
        <translation>待复审</translation>
    </message>
    <message>
        <source>one buyer</source>
        <translation>指定客户</translation>
    </message>
    <message>
        <source>one product</source>
        <translation>指定产品</translation>
    </message>
</context>
<context>
    <name>LessonsCard</name>
    <message>
        <source>What is known about this step</source>
        <translation>这一步的经验</translation>
    </message>
</context>
<context>
    <name>LinesTab</name>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Total {amount}</source>
        <translation>合计 {amount}</translation>
    </message>
</context>
<context>
    <name>MeetingsTab</name>
    <message>
        <source>Meetings</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>@login what they do by 5-14 — each such line becomes a task</source>
        <translation>@姓名 5月14日前做什么 —— 每行这样写的都会变成任务</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>纪要</translation>
    </message>
    <message>
        <source>Note a meeting</source>
        <translation>登记会议</translation>
    </message>
    <message>
        <source>Keep the notes, give the tasks</source>
        <translation>保存纪要并派任务</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n 项任务</numerusform>
        </translation>
    </message>
    <message>
        <source>There: {names}</source>
        <translation>参会：{names}</translation>
    </message>
</context>
<context>
    <name>NewOrderPage</name>
    <message>
        <source>Create order</source>
        <translation>建立订单</translation>
    </message>
    <message>
        <source>Drop the draft</source>
        <translation>放弃草稿</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>New order</source>
        <translation>新建订单</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>货物</translation>
    </message>
    <message>
        <source>Not created</source>
        <translation>没有建立</translation>
    </message>
    <message>
        <source>Order created on this device</source>
        <translation>订单已在本机建立</translation>
    </message>
</context>
<context>
    <name>NodeCard</name>
    <message>
        <source>Hand over to</source>
        <translation>移交给</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Attach a file</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Ask for a waiver</source>
        <translation>申请豁免</translation>
    </message>
    <message>
        <source>Wait…</source>
        <translation>等待…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重开</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Pass this node</source>
        <translation>通过此节点</translation>
    </message>
    <message>
        <source>{role} · {done} of {items} done</source>
        <translation>{role} · 要求 {items} 项，完成 {done} 项</translation>
    </message>
    <message>
        <source>Current node: {name}</source>
        <translation>当前节点：{name}</translation>
    </message>
    <message>
        <source>Choose an item first</source>
        <translation>请先选一个检查项</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>{state}: for what</source>
        <translation>{state}：等什么</translation>
    </message>
    <message>
        <source>Why {item} may stay open</source>
        <translation>{item} 可以不做的理由</translation>
    </message>
    <message>
        <source>Waive</source>
        <translation>豁免</translation>
    </message>
</context>
<context>
    <name>NoticeLine</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Opening</source>
        <translation>正在打开</translation>
    </message>
</context>
<context>
    <name>OpinionsCard</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Ask the consulted</source>
        <translation>征询意见</translation>
    </message>
    <message>
        <source>Opinions</source>
        <translation>征询意见</translation>
    </message>
    <message>
        <source>Give the opinion</source>
        <translation>回复意见</translation>
    </message>
    <message>
        <source>Go on without it</source>
        <translation>免去意见</translation>
    </message>
    <message>
        <source>asked, to be answered by {day}</source>
        <translation>已征询，应于 {day} 前回复</translation>
    </message>
    <message>
        <source>gone on without: {reason} · {name} · {when}</source>
        <translation>已免去：{reason} · {name} · {when}</translation>
    </message>
    <message>
        <source>Your opinion</source>
        <translation>你的意见</translation>
    </message>
    <message>
        <source>Give it</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Why go on without it?</source>
        <translation>为什么免去？</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>免去</translation>
    </message>
</context>
<context>
    <name>OrderChoice</name>
    <message>
        <source>Not done</source>
        <translation>没有做成</translation>
    </message>
    <message>
        <source>Say it to everybody on these orders, Enter sends</source>
        <translation>对选中的订单留言，按回车发出</translation>
    </message>
    <message>
        <source>Nudge holder</source>
        <translation>提醒持球人</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>留言</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>已选 %n 张</numerusform>
        </translation>
    </message>
    <message>
        <source>Nudged: {count}</source>
        <translation>已提醒 {count} 张</translation>
    </message>
    <message>
        <source>Please move this on: day {days} with you</source>
        <translation>请推进：已在你手里 {days} 天</translation>
    </message>
    <message>
        <source>Handed over: {count}</source>
        <translation>已移交 {count} 张</translation>
    </message>
    <message>
        <source>Comments written: {count}</source>
        <translation>已留言 {count} 条</translation>
    </message>
    <message>
        <source>Nobody else has these orders in hand</source>
        <translation>这些订单的球不在别人手里</translation>
    </message>
    <message>
        <source>These orders have no open node</source>
        <translation>这些订单没有进行中的节点</translation>
    </message>
</context>
<context>
    <name>OrderExport</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export the list as shown</source>
        <translation>按现在的样子导出列表</translation>
    </message>
    <message numerus="yes">
        <source>Exported: %n order(s)</source>
        <translation>
            <numerusform>已导出 %n 张订单</numerusform>
        </translation>
    </message>
    <message>
        <source>Not exported: the file cannot be written there. Choose another folder.</source>
        <translation>没有导出：那里不能写文件。请换一个文件夹。</translation>
    </message>
</context>
<context>
    <name>OrderFilters</name>
    <message>
        <source>Add filter</source>
        <translation>加条件</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>付款</translation>
    </message>
    <message>
        <source>Load port</source>
        <translation>起运港</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>预警</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>业务员</translation>
    </message>
    <message>
        <source>Overdue at its stage</source>
        <translation>当前节点逾期</translation>
    </message>
    <message>
        <source>Silent for too long</source>
        <translation>超时未更新</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>Incoterm</source>
        <translation>贸易术语</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>需关注</translation>
    </message>
</context>
<context>
    <name>OrderHead</name>
    <message>
        <source>English status for the buyer</source>
        <translation>给客户的英文状态</translation>
    </message>
    <message>
        <source>Decide the conflict</source>
        <translation>去决定冲突</translation>
    </message>
    <message>
        <source>Right rail (F4)</source>
        <translation>右栏 (F4)</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>订单的各部分</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>明细</translation>
    </message>
    <message>
        <source>Shipments</source>
        <translation>出运</translation>
    </message>
    <message>
        <source>L/C</source>
        <translation>信用证</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>In conflict: {count}</source>
        <translation>{count} 处有冲突</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>货物</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>付款</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>负责</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>装 / 卸港</translation>
    </message>
    <message>
        <source>Vessel</source>
        <translation>船名航次</translation>
    </message>
    <message>
        <source>English status</source>
        <translation>英文状态</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>去决定</translation>
    </message>
    <message>
        <source>Requirements</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>Exceptions</source>
        <translation>异常</translation>
    </message>
</context>
<context>
    <name>OrderLinesEditor</name>
    <message>
        <source>Add line</source>
        <translation>加一行</translation>
    </message>
    <message>
        <source>Remove line</source>
        <translation>去掉这一行</translation>
    </message>
    <message>
        <source>Total {currency} {amount}</source>
        <translation>合计 {currency} {amount}</translation>
    </message>
</context>
<context>
    <name>OrderList</name>
    <message>
        <source>Order</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>货物</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>付款</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Current node</source>
        <translation>当前节点</translation>
    </message>
    <message>
        <source>Ball with</source>
        <translation>球在谁手里</translation>
    </message>
    <message>
        <source>ETD</source>
        <translation>船期</translation>
    </message>
    <message>
        <source>Slack to the next limit</source>
        <translation>到最近期限的余量</translation>
    </message>
    <message>
        <source>{silent}; {name} owes the update</source>
        <translation>{silent}，应由{name}更新</translation>
    </message>
</context>
<context>
    <name>OrderPage</name>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>This order is not on this computer</source>
        <translation>这台电脑上没有这张订单</translation>
    </message>
    <message>
        <source>It was removed, or your roles do not see it.</source>
        <translation>它已被删除，或者你的岗位看不到它。</translation>
    </message>
    <message>
        <source>Right rail</source>
        <translation>右栏</translation>
    </message>
    <message>
        <source>Copied: English status, without names and prices</source>
        <translation>已复制英文状态，不含人名和价格</translation>
    </message>
</context>
<context>
    <name>OrderRail</name>
    <message>
        <source>Who holds the ball</source>
        <translation>球在谁手里</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>预警</translation>
    </message>
    <message>
        <source>Next limits</source>
        <translation>下一个期限</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>动态</translation>
    </message>
    <message>
        <source>Write progress</source>
        <translation>写进度</translation>
    </message>
    <message>
        <source>Holder, warnings, limits, activity</source>
        <translation>持球人、预警、期限、动态</translation>
    </message>
</context>
<context>
    <name>OrderReasons</name>
    <message>
        <source>With {name}</source>
        <translation>在{name}手里</translation>
    </message>
</context>
<context>
    <name>OrderTerms</name>
    <message>
        <source>Terms</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Supply and transport</source>
        <translation>供货与运输</translation>
    </message>
    <message>
        <source>What it will need</source>
        <translation>其他要求</translation>
    </message>
</context>
<context>
    <name>OrderViews</name>
    <message>
        <source>Day {day}</source>
        <translation>第 {day} 天</translation>
    </message>
    <message>
        <source>Day {day} of {limit}</source>
        <translation>第 {day} 天 / 限 {limit}</translation>
    </message>
    <message>
        <source>plan {day}</source>
        <translation>计划 {day}</translation>
    </message>
</context>
<context>
    <name>OrderWords</name>
    <message>
        <source>Goods</source>
        <translation>货物</translation>
    </message>
    <message>
        <source>Price and terms</source>
        <translation>价格与条款</translation>
    </message>
    <message>
        <source>Supply</source>
        <translation>供货</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>航线</translation>
    </message>
    <message>
        <source>Booking and bill of lading</source>
        <translation>订舱与提单</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Cut-offs (port&apos;s time)</source>
        <translation>截止时间（港口当地时间）</translation>
    </message>
    <message>
        <source>Inspection and customs</source>
        <translation>检验与报关</translation>
    </message>
    <message>
        <source>Parties</source>
        <translation>当事人</translation>
    </message>
    <message>
        <source>Papers and payment</source>
        <translation>单据与收款</translation>
    </message>
    <message>
        <source>Invoice</source>
        <translation>发票</translation>
    </message>
    <message>
        <source>Freight and insurance</source>
        <translation>运费与保险</translation>
    </message>
    <message>
        <source>Packages and weights</source>
        <translation>件数与重量</translation>
    </message>
    <message>
        <source>Containers</source>
        <translation>集装箱</translation>
    </message>
    <message>
        <source>Declaration</source>
        <translation>报关</translation>
    </message>
    <message>
        <source>VAT refund</source>
        <translation>出口退税</translation>
    </message>
    <message>
        <source>Letter of credit</source>
        <translation>信用证</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Amendment and acceptance</source>
        <translation>改证与承兑</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>Declarations and settlement</source>
        <translation>申报与结汇</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>付款</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>生产</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>毛利</translation>
    </message>
    <message>
        <source>Order facts</source>
        <translation>订单资料</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>明细</translation>
    </message>
    <message>
        <source>Shipments</source>
        <translation>出运</translation>
    </message>
    <message>
        <source>What leaves with it</source>
        <translation>这次装运的货</translation>
    </message>
    <message>
        <source>Export declarations</source>
        <translation>报关单</translation>
    </message>
    <message>
        <source>Letters of credit</source>
        <translation>信用证</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>收款</translation>
    </message>
</context>
<context>
    <name>OrdersPage</name>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Filter this list</source>
        <translation>筛选这个列表</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Update the order</source>
        <translation>更新顺序</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Import a sheet</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>舒展</translation>
    </message>
    <message>
        <source>Row height</source>
        <translation>行高</translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation>还没有订单</translation>
    </message>
    <message>
        <source>Begin with an inquiry, or import a sheet of orders. Drafts keep.</source>
        <translation>从一张询盘开始，或导入一张订单表。没填完的会留作草稿。</translation>
    </message>
    <message>
        <source>New order</source>
        <translation>新建订单</translation>
    </message>
    <message>
        <source>No order meets the filters</source>
        <translation>没有符合条件的订单</translation>
    </message>
    <message>
        <source>Nudge holder</source>
        <translation>提醒持球人</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>留言</translation>
    </message>
    <message>
        <source>My open</source>
        <translation>我的在手</translation>
    </message>
    <message>
        <source>All open</source>
        <translation>全部在手</translation>
    </message>
    <message>
        <source>Shipping this week</source>
        <translation>本周装船</translation>
    </message>
    <message>
        <source>L/C orders</source>
        <translation>信用证单</translation>
    </message>
    <message>
        <source>Waiting for buyer</source>
        <translation>等客户</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed · update the order</source>
        <translation>
            <numerusform>%n 张有变 · 更新顺序</numerusform>
        </translation>
    </message>
    <message>
        <source>Take off {filter}</source>
        <translation>去掉条件：{filter}</translation>
    </message>
    <message>
        <source>No order in this view</source>
        <translation>这个视图里没有订单</translation>
    </message>
</context>
<context>
    <name>Outbox</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>What</source>
        <translation>做了什么</translation>
    </message>
    <message>
        <source>About</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Once online</source>
        <translation>回到网上后</translation>
    </message>
</context>
<context>
    <name>OutboxDetail</name>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Note: why it is dropped</source>
        <translation>说明：为什么放弃</translation>
    </message>
    <message>
        <source>Copy the value</source>
        <translation>复制填写的值</translation>
    </message>
    <message>
        <source>Open the order</source>
        <translation>打开订单</translation>
    </message>
    <message>
        <source>Drop with this note</source>
        <translation>放弃并记下说明</translation>
    </message>
    <message>
        <source>Write a note first, so that others can see why</source>
        <translation>请先写一句说明，好让别人知道原因</translation>
    </message>
</context>
<context>
    <name>OutboxWords</name>
    <message>
        <source>Handled</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>Choose on the conflict desk</source>
        <translation>在冲突台里选</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>等 {count} 项</translation>
    </message>
    <message>
        <source>Confirmed {time}</source>
        <translation>总部已确认 {time}</translation>
    </message>
    <message>
        <source>Accepted; its data are on the way</source>
        <translation>总部已收下，数据在路上</translation>
    </message>
    <message>
        <source>Waiting for head office</source>
        <translation>等总部答复</translation>
    </message>
    <message>
        <source>Head office gives the number</source>
        <translation>总部给正式单号</translation>
    </message>
    <message>
        <source>Added; nothing is lost</source>
        <translation>追加，不会丢</translation>
    </message>
    <message>
        <source>Merged by itself</source>
        <translation>自动合并</translation>
    </message>
    <message>
        <source>Judged by the same rules</source>
        <translation>总部按同样的规则核对</translation>
    </message>
</context>
<context>
    <name>OverviewTab</name>
    <message>
        <source>Process</source>
        <translation>流程</translation>
    </message>
    <message>
        <source>Shipment</source>
        <translation>出运</translation>
    </message>
    <message>
        <source>Process and node</source>
        <translation>流程与节点</translation>
    </message>
    <message>
        <source>Shipment {number}</source>
        <translation>第 {number} 次出运</translation>
    </message>
    <message>
        <source>{count} nodes · {done} done · {absent} not applicable</source>
        <translation>{count} 个节点 · {done} 完成 · {absent} 不适用</translation>
    </message>
    <message numerus="yes">
        <source>%n of them not read back by everybody</source>
        <translation>
            <numerusform>其中 %n 项还没有全部复述确认</numerusform>
        </translation>
    </message>
    <message>
        <source>Read back by everybody concerned</source>
        <translation>有关部门都已复述确认</translation>
    </message>
</context>
<context>
    <name>PacketCard</name>
    <message>
        <source>End it now</source>
        <translation>现在结束</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>还有 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>accepted {accepted} · refused {refused} · waiting {waiting}</source>
        <translation>已接收 {accepted} · 已拒绝 {refused} · 待接收 {waiting}</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) nobody accepted in time</source>
        <translation>
            <numerusform>%n 项到期无人接收</numerusform>
        </translation>
    </message>
    <message>
        <source>They stay with {name} until somebody accepts them.</source>
        <translation>在有人接收之前，仍由 {name} 负责。</translation>
    </message>
</context>
<context>
    <name>PartsCard</name>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Exception paths</source>
        <translation>例外路径</translation>
    </message>
    <message>
        <source>Save {part}</source>
        <translation>保存 {part}</translation>
    </message>
    <message>
        <source>Change {part}</source>
        <translation>修改 {part}</translation>
    </message>
    <message>
        <source>Drop {part}</source>
        <translation>删除 {part}</translation>
    </message>
</context>
<context>
    <name>PartsTab</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>各行</translation>
    </message>
    <message>
        <source>{noun} removed; it can be put back from the history</source>
        <translation>已删除{noun}，可从历史放回</translation>
    </message>
    <message>
        <source>Add: {noun}</source>
        <translation>新增 {noun}</translation>
    </message>
</context>
<context>
    <name>PassportTab</name>
    <message>
        <source>Requirements</source>
        <translation>客户要求</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>No special wishes yet. What the buyer asks for is noted here, one by one.</source>
        <translation>还没有特殊要求。客户的要求在这里逐条登记。</translation>
    </message>
    <message>
        <source>Note a wish of the buyer</source>
        <translation>登记客户要求</translation>
    </message>
    <message>
        <source>the sentence, mail or page in which it was said</source>
        <translation>原话、邮件或所在页</translation>
    </message>
    <message>
        <source>Note the wish</source>
        <translation>登记</translation>
    </message>
</context>
<context>
    <name>PeopleTab</name>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Work above its owner&apos;s level</source>
        <translation>超出负责人能力的任务</translation>
    </message>
    <message>
        <source>Load in the next five working days</source>
        <translation>今后五个工作日的负荷</translation>
    </message>
    <message>
        <source>as far as this desk knows of their work</source>
        <translation>按本机所知的工作计算</translation>
    </message>
    <message>
        <source>Assess what somebody can do</source>
        <translation>评定能力</translation>
    </message>
    <message>
        <source>Assess</source>
        <translation>评定</translation>
    </message>
    <message>
        <source>Note a training</source>
        <translation>登记培训</translation>
    </message>
    <message>
        <source>Note it</source>
        <translation>登记</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Can do</source>
        <translation>能力</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>不在</translation>
    </message>
    <message>
        <source>Fully loaded</source>
        <translation>满负荷</translation>
    </message>
    <message>
        <source>Has room</source>
        <translation>有余力</translation>
    </message>
    <message>
        <source>level {level}, needs {needed}</source>
        <translation>{level} 级，需要 {needed} 级</translation>
    </message>
    <message>
        <source>What {name} can do</source>
        <translation>{name}的能力</translation>
    </message>
    <message>
        <source>Nothing was assessed yet.</source>
        <translation>还没有评定。</translation>
    </message>
    <message>
        <source>{skill}: level {level}. {evidence} ({name}, {day})</source>
        <translation>{skill} {level} 级。{evidence}（{name}，{day}）</translation>
    </message>
    <message>
        <source>Trained on {day}: {title} ({skill})</source>
        <translation>{day} 培训：{title}（{skill}）</translation>
    </message>
</context>
<context>
    <name>PhasesCard</name>
    <message>
        <source>Where my orders are</source>
        <translation>我的订单走到哪里</translation>
    </message>
    <message numerus="yes">
        <source>%n late</source>
        <translation>
            <numerusform>超时 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n order(s)</source>
        <translation>
            <numerusform>%n 张</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlaybookCard</name>
    <message>
        <source>First steps: {name}</source>
        <translation>处理步骤：{name}</translation>
    </message>
</context>
<context>
    <name>PreferencesPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Language and looks</source>
        <translation>语言与外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>深浅</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Row height</source>
        <translation>行高</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>舒展</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>When the program opens</source>
        <translation>打开程序时</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>先看</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Where I was</source>
        <translation>上次离开的地方</translation>
    </message>
    <message>
        <source>This device</source>
        <translation>这台设备</translation>
    </message>
    <message>
        <source>Sealed by your password; it is asked for at each start</source>
        <translation>由你的密码封存，每次启动时输入</translation>
    </message>
    <message>
        <source>Key in the system&apos;s keyring ({keyring})</source>
        <translation>钥匙在系统钥匙串（{keyring}）</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>公司</translation>
    </message>
    <message>
        <source>Head office</source>
        <translation>总部</translation>
    </message>
    <message>
        <source>Signed in as</source>
        <translation>登录名</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Gendan stands on Qt and PySide6 (LGPL), SQLCipher, SQLAlchemy and others; their licences come with the program. Font: Noto Sans SC (OFL). Icons: Lucide (ISC).</source>
        <translation>跟单 Gendan 建立在 Qt 与 PySide6（LGPL）、SQLCipher、SQLAlchemy 等软件之上，许可文本随程序提供。字体：Noto Sans SC（OFL）。图标：Lucide（ISC）。</translation>
    </message>
</context>
<context>
    <name>ProceduresTab</name>
    <message>
        <source>No procedures yet</source>
        <translation>还没有作业规范</translation>
    </message>
    <message>
        <source>Whoever answers for a step publishes how it is done.</source>
        <translation>由节点的责任人发布怎么做。</translation>
    </message>
    <message>
        <source>Procedures</source>
        <translation>作业规范</translation>
    </message>
    <message>
        <source>Publish how a step is done</source>
        <translation>发布作业规范</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>{node} · edition {edition}</source>
        <translation>{node} · 第 {edition} 版</translation>
    </message>
    <message>
        <source>Changed since the last edition:</source>
        <translation>与上一版的不同：</translation>
    </message>
    <message>
        <source>I have read it</source>
        <translation>我已阅读</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>To read</source>
        <translation>待阅读</translation>
    </message>
    <message>
        <source>Read, or not of my step</source>
        <translation>已读，或不属于我的节点</translation>
    </message>
</context>
<context>
    <name>ProcessFindings</name>
    <message>
        <source>Gaps and changes</source>
        <translation>缺口与改动</translation>
    </message>
    <message>
        <source>Take this change back</source>
        <translation>撤回这处改动</translation>
    </message>
</context>
<context>
    <name>ProcessMatrix</name>
    <message>
        <source>Stages and roles</source>
        <translation>节点与岗位</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>时限</translation>
    </message>
    <message>
        <source>Choose a stage and a role, then press a letter</source>
        <translation>选一个节点和岗位，再按字母</translation>
    </message>
</context>
<context>
    <name>ProcessPage</name>
    <message>
        <source>Version or draft</source>
        <translation>版本或草稿</translation>
    </message>
    <message>
        <source>New draft</source>
        <translation>新建草稿</translation>
    </message>
    <message>
        <source>Live map</source>
        <translation>在途流程图</translation>
    </message>
    <message>
        <source>Ask history for times</source>
        <translation>按历史提时间标准</translation>
    </message>
    <message>
        <source>Export BPMN</source>
        <translation>导出 BPMN</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>流程</translation>
    </message>
    <message>
        <source>Take on to the running version</source>
        <translation>更新到当前版本</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Ask for it</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Version {number} · running</source>
        <translation>第 {number} 版 · 运行中</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>第 {number} 版</translation>
    </message>
    <message>
        <source>Asked for by {name}</source>
        <translation>{name} 提交</translation>
    </message>
    <message>
        <source>Refused by {name}: {reason}</source>
        <translation>{name} 退回：{reason}</translation>
    </message>
    <message>
        <source>Every stage has an owner; it can be asked for</source>
        <translation>每个节点都有负责岗位，可以提交</translation>
    </message>
    <message>
        <source>What is this draft to change?</source>
        <translation>这份草稿要改什么？</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>The draft is begun; change its stages at the right</source>
        <translation>草稿已建好，在右边修改节点</translation>
    </message>
    <message numerus="yes">
        <source>Own history offers %n time standards</source>
        <translation>
            <numerusform>按本公司历史提出 %n 项时间标准</numerusform>
        </translation>
    </message>
    <message>
        <source>Why is it refused?</source>
        <translation>为什么退回？</translation>
    </message>
    <message>
        <source>Why is it dropped?</source>
        <translation>为什么放弃？</translation>
    </message>
    <message>
        <source>Done; head office has still to confirm it</source>
        <translation>已完成，待总部确认</translation>
    </message>
    <message>
        <source>Export the process</source>
        <translation>导出流程</translation>
    </message>
    <message>
        <source>Exported as BPMN 2.0: {size} bytes</source>
        <translation>已导出为 BPMN 2.0：{size} 字节</translation>
    </message>
    <message>
        <source>Not exported: the file cannot be written there. Choose another folder.</source>
        <translation>没有导出：那里不能写文件。请换一个文件夹。</translation>
    </message>
</context>
<context>
    <name>ProcessStage</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Save the stage</source>
        <translation>保存节点</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Worked on by</source>
        <translation>办理岗位</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Something went wrong here. What was saved is safe.</source>
        <translation>这里出了问题。已保存的内容都在。</translation>
    </message>
    <message>
        <source>The details are in crash.txt in the data folder; please send them to us.</source>
        <translation>详情在数据文件夹的 crash.txt 里，请发给我们。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
</context>
<context>
    <name>ProjectDetails</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Change the plan</source>
        <translation>修改计划</translation>
    </message>
    <message>
        <source>waits for</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>comes before</source>
        <translation>先于</translation>
    </message>
    <message>
        <source>Which way</source>
        <translation>先后方向</translation>
    </message>
    <message>
        <source>Sub-project or step</source>
        <translation>子项目或步骤</translation>
    </message>
    <message>
        <source>Link them</source>
        <translation>建立衔接</translation>
    </message>
    <message>
        <source>If it takes longer by, in working days</source>
        <translation>如果再晚几个工作日</translation>
    </message>
    <message>
        <source>If it takes longer by</source>
        <translation>如果再晚</translation>
    </message>
    <message>
        <source>working days:</source>
        <translation>个工作日：</translation>
    </message>
    <message>
        <source>Waits for {piece}</source>
        <translation>等待{piece}</translation>
    </message>
    <message>
        <source>{piece} waits for it</source>
        <translation>{piece}等它</translation>
    </message>
    <message>
        <source>Take the link away</source>
        <translation>取消衔接</translation>
    </message>
</context>
<context>
    <name>ProjectsCard</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Sub-projects</source>
        <translation>子项目</translation>
    </message>
    <message>
        <source>Add a sub-project</source>
        <translation>新增子项目</translation>
    </message>
    <message>
        <source>Set the baseline</source>
        <translation>设定基准计划</translation>
    </message>
    <message>
        <source>None yet. A lot, tooling, samples or a certification can be one.</source>
        <translation>还没有。出货批次、开模、打样、认证都可以立为子项目。</translation>
    </message>
    <message>
        <source>Drop it</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Take up again</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>Begin it</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Add it</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>起止</translation>
    </message>
    <message>
        <source>Plan, baseline below</source>
        <translation>计划（下方为基准）</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>余量</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>They wait for each other</source>
        <translation>互相等待</translation>
    </message>
    <message>
        <source>Baseline {number} · {at} · {name}</source>
        <translation>基准计划第 {number} 版 · {at} · {name}</translation>
    </message>
    <message>
        <source>Set the baseline anew</source>
        <translation>重设基准计划</translation>
    </message>
    <message>
        <source>Why another baseline?</source>
        <translation>为什么重设基准计划？</translation>
    </message>
    <message>
        <source>Why is {name} dropped?</source>
        <translation>为什么放弃“{name}”？</translation>
    </message>
    <message>
        <source>Why is {name} taken up again?</source>
        <translation>为什么重启“{name}”？</translation>
    </message>
</context>
<context>
    <name>ReceiptsTab</name>
    <message>
        <source>Confirm the bank&apos;s credit</source>
        <translation>确认银行入账</translation>
    </message>
    <message>
        <source>Confirmed {amount}</source>
        <translation>已确认 {amount}</translation>
    </message>
    <message>
        <source>Choose a row first</source>
        <translation>请先选一行</translation>
    </message>
</context>
<context>
    <name>RejectedLines</name>
    <message>
        <source>Row {number}</source>
        <translation>第 {number} 行</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>还有 %n 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReplicaCards</name>
    <message>
        <source>This replica</source>
        <translation>这份副本</translation>
    </message>
    <message>
        <source>This device</source>
        <translation>这台设备</translation>
    </message>
    <message>
        <source>What I may see</source>
        <translation>我能看的范围</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Agreed with head office</source>
        <translation>与总部一致至</translation>
    </message>
    <message>
        <source>Computer&apos;s clock</source>
        <translation>电脑时钟</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Head office</source>
        <translation>总部</translation>
    </message>
    <message>
        <source>Signed in as</source>
        <translation>登录名</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>No orders</source>
        <translation>没有订单</translation>
    </message>
    <message>
        <source>Key in the system&apos;s keyring ({keyring})</source>
        <translation>密钥在系统钥匙串（{keyring}）</translation>
    </message>
    <message>
        <source>Sealed by your password</source>
        <translation>由你的密码封存</translation>
    </message>
    <message>
        <source>{size} MB · {orders} orders</source>
        <translation>{size} MB · {orders} 张订单</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>Not compared yet</source>
        <translation>还没有比对</translation>
    </message>
    <message>
        <source>As head office&apos;s</source>
        <translation>与总部一致</translation>
    </message>
    <message>
        <source>{span} off head office&apos;s</source>
        <translation>与总部差 {span}</translation>
    </message>
</context>
<context>
    <name>ReportCard</name>
    <message>
        <source>Report an exception</source>
        <translation>登记异常</translation>
    </message>
    <message>
        <source>Report it</source>
        <translation>登记</translation>
    </message>
</context>
<context>
    <name>RoomHead</name>
    <message>
        <source>Take it on</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Contained</source>
        <translation>已控制</translation>
    </message>
    <message>
        <source>Answer the buyer</source>
        <translation>答复客户</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已验证</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>What stops the damage from growing?</source>
        <translation>怎样控制住损失？</translation>
    </message>
    <message>
        <source>What was the buyer answered?</source>
        <translation>给客户的答复是什么？</translation>
    </message>
    <message>
        <source>How was it seen that the actions worked?</source>
        <translation>怎样看出措施有效？</translation>
    </message>
    <message>
        <source>What came of it?</source>
        <translation>结果如何？</translation>
    </message>
    <message>
        <source>Why did the cure not hold?</source>
        <translation>为什么措施没有奏效？</translation>
    </message>
</context>
<context>
    <name>RoomRail</name>
    <message>
        <source>About the exception</source>
        <translation>异常概况</translation>
    </message>
    <message>
        <source>About</source>
        <translation>概况</translation>
    </message>
    <message>
        <source>Escalation</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>What is known</source>
        <translation>已有经验</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>经验</translation>
    </message>
    <message>
        <source>Write down the lesson</source>
        <translation>写下经验</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Reported by</source>
        <translation>登记人</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>登记时间</translation>
    </message>
    <message>
        <source>Nothing has gone up so far.</source>
        <translation>目前没有上报。</translation>
    </message>
    <message>
        <source>Once it is closed, its lesson can be written down for everybody.</source>
        <translation>关闭后可以把经验写下来供大家使用。</translation>
    </message>
    <message>
        <source>Written down: {title}</source>
        <translation>已写下：{title}</translation>
    </message>
    <message>
        <source>Closed. What should the next person know?</source>
        <translation>已关闭。下一位同事应该知道什么？</translation>
    </message>
</context>
<context>
    <name>RowForm</name>
    <message>
        <source>Not saved</source>
        <translation>没有保存</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>RowsCard</name>
    <message>
        <source>None yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Choose a row first</source>
        <translation>请先选一行</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Order, buyer, container, B/L, PO; &gt; for actions</source>
        <translation>订单、客户、箱号、提单号、PO；&gt; 只看动作</translation>
    </message>
    <message>
        <source>Search and commands</source>
        <translation>搜索和命令</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>找到的</translation>
    </message>
    <message>
        <source>↑↓ choose   ↵ open   Ctrl ↵ own window   Tab next group   &gt; actions   # containers</source>
        <translation>↑↓ 选   ↵ 打开   Ctrl ↵ 新窗口   Tab 下一类   &gt; 只看动作   # 箱号</translation>
    </message>
    <message>
        <source>{seconds} s · all on this device</source>
        <translation>{seconds} 秒 · 全在本机</translation>
    </message>
    <message>
        <source>Last places</source>
        <translation>最近去过</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Partners</source>
        <translation>往来单位</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>动作</translation>
    </message>
    <message>
        <source>Nothing on this device has “{text}”</source>
        <translation>本机没有“{text}”</translation>
    </message>
</context>
<context>
    <name>ShipmentsTab</name>
    <message>
        <source>Dates and cut-offs</source>
        <translation>日期与截止时间</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Path of a .pem file</source>
        <translation>.pem 文件的路径</translation>
    </message>
    <message>
        <source>This network is trusted: allow a connection without encryption</source>
        <translation>这是可信的内部网络：允许不加密的连接</translation>
    </message>
    <message>
        <source>More: own certificate, changed password</source>
        <translation>更多：自有证书、改过密码</translation>
    </message>
    <message>
        <source>Not signed in</source>
        <translation>没有登录</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>重新登录</translation>
    </message>
    <message>
        <source>Your changes are safe on this device and go out once you have signed in.</source>
        <translation>你的更改都在本机，登录后自动发送。</translation>
    </message>
    <message>
        <source>With the address and the name your administrator gave you.</source>
        <translation>使用管理员给你的地址和登录名。</translation>
    </message>
    <message>
        <source>Head office&apos;s address</source>
        <translation>总部地址</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>登录名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Only if it was changed since this device last signed in</source>
        <translation>仅当上次登录这台设备后改过密码</translation>
    </message>
    <message>
        <source>Only if head office has a certificate authority of its own</source>
        <translation>仅当总部使用自己的证书机构</translation>
    </message>
    <message>
        <source>Former password</source>
        <translation>原来的密码</translation>
    </message>
    <message>
        <source>Certificate authority</source>
        <translation>证书机构</translation>
    </message>
    <message>
        <source>The address is missing</source>
        <translation>还没有填总部地址</translation>
    </message>
    <message>
        <source>The name is missing</source>
        <translation>还没有填登录名</translation>
    </message>
    <message>
        <source>The password is missing</source>
        <translation>还没有填密码</translation>
    </message>
    <message>
        <source>Asking head office …</source>
        <translation>正在问总部…</translation>
    </message>
</context>
<context>
    <name>Standstill</name>
    <message>
        <source>The data on this device could not be opened</source>
        <translation>本机的数据没有打开</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>since {time}</source>
        <translation>自 {time}</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Working offline</source>
        <translation>离线工作</translation>
    </message>
    <message>
        <source>Fetching the first data {percent} %</source>
        <translation>正在取第一份数据 {percent} %</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>请重新登录</translation>
    </message>
    <message>
        <source>{count} on this device</source>
        <translation>本机 {count}</translation>
    </message>
    <message>
        <source>{count} to send</source>
        <translation>本机 {count} 待发</translation>
    </message>
    <message>
        <source>Head office has confirmed up to {time}</source>
        <translation>总部已确认至 {time}</translation>
    </message>
    <message>
        <source>Clock is {span} off head office&apos;s</source>
        <translation>时钟与总部差 {span}</translation>
    </message>
    <message>
        <source>Data as of {time}</source>
        <translation>数据截至 {time}</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>键盘帮助</translation>
    </message>
    <message>
        <source>{number} s</source>
        <translation>{number} 秒</translation>
    </message>
    <message>
        <source>{number} min</source>
        <translation>{number} 分钟</translation>
    </message>
    <message>
        <source>{number} h</source>
        <translation>{number} 小时</translation>
    </message>
    <message>
        <source>{number} d</source>
        <translation>{number} 天</translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>Connecting</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>{connection} ({days} d)</source>
        <translation>{connection}（{days} 天）</translation>
    </message>
    <message>
        <source>Last try {time}. {why}</source>
        <translation>最近一次尝试 {time}。{why}</translation>
    </message>
    <message>
        <source>Changes go out as they are made; what others change comes by itself.</source>
        <translation>你的更改随时发出，别人的更改自动取来。</translation>
    </message>
    <message>
        <source>Everything works; your changes wait on this device until you go online.</source>
        <translation>一切照常可用；你的更改留在本机，上线后发送。</translation>
    </message>
    <message>
        <source>What has come is kept; a lost line goes on from here.</source>
        <translation>已到的部分已经保存；断线后从这里接着来。</translation>
    </message>
    <message>
        <source>Your changes are safe on this device and go out once you have signed in.</source>
        <translation>你的更改都在本机，登录后自动发送。</translation>
    </message>
    <message>
        <source>Your changes are safe on this device.</source>
        <translation>你的更改都在本机。</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>发件箱</translation>
    </message>
    <message>
        <source>Sync and outbox</source>
        <translation>同步与发件箱</translation>
    </message>
    <message>
        <source>This replica</source>
        <translation>这份副本</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>没有待处理的</translation>
    </message>
    <message>
        <source>What you change is listed here from the moment it is saved.</source>
        <translation>你做的每一项更改，从保存那一刻起都列在这里。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>看全部</translation>
    </message>
    <message>
        <source>Sent in the order made; after a lost line it goes on, and each counts once.</source>
        <translation>按发生的先后发送；断线、关机都会从这里接着来，同一件事只生效一次。</translation>
    </message>
    <message>
        <source>Copy the value</source>
        <translation>复制填写的值</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Go online</source>
        <translation>上线</translation>
    </message>
    <message>
        <source>Work offline</source>
        <translation>离线工作</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>现在试一次</translation>
    </message>
    <message>
        <source>The last one {time}</source>
        <translation>最后一项 {time}</translation>
    </message>
    <message>
        <source>Saved; has not left this computer</source>
        <translation>已保存，还没离开这台电脑</translation>
    </message>
    <message>
        <source>Left this device; head office has not answered</source>
        <translation>已离开本机，等总部答复</translation>
    </message>
    <message>
        <source>Refused: {count}; your values are all here</source>
        <translation>被拒 {count}；你的值都还在</translation>
    </message>
    <message>
        <source>Dropped; it stays readable under All</source>
        <translation>已放弃；在“全部”里仍可查看</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>TasksTab</name>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>No longer needed</source>
        <translation>不用做了</translation>
    </message>
    <message>
        <source>Take up again</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>None yet. A task given below comes onto that person&apos;s Today.</source>
        <translation>还没有任务。在下面派一个，它会出现在那个人的“今日”里。</translation>
    </message>
    <message>
        <source>Give a task</source>
        <translation>布置任务</translation>
    </message>
    <message>
        <source>Give the task</source>
        <translation>布置</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>同步</translation>
    </message>
</context>
<context>
    <name>TeamCard</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
    <message>
        <source>Set up by a template</source>
        <translation>按模板建单</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Give all of it</source>
        <translation>一次全部生成</translation>
    </message>
    <message>
        <source>Take all of it back</source>
        <translation>全部撤销</translation>
    </message>
    <message>
        <source>There are no order templates yet</source>
        <translation>还没有订单模板</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) given; they stand above with their days.</source>
        <translation>
            <numerusform>已派 %n 项任务，连同日期列在上面。</numerusform>
        </translation>
    </message>
    <message>
        <source>Team: {names}</source>
        <translation>团队：{names}</translation>
    </message>
    <message>
        <source>Papers: {names}</source>
        <translation>单证：{names}</translation>
    </message>
    <message numerus="yes">
        <source>Planned to end on {was}; now {now}, %n working day(s) later.</source>
        <translation>
            <numerusform>原计划 {was} 结束，现在 {now}，晚 %n 个工作日。</numerusform>
        </translation>
    </message>
    <message>
        <source>Planned to end on {was}; now {now}.</source>
        <translation>原计划 {was} 结束，现在 {now}。</translation>
    </message>
    <message>
        <source>Slipped, in working days: {steps}</source>
        <translation>推迟的工作日：{steps}</translation>
    </message>
</context>
<context>
    <name>TeamPage</name>
    <message>
        <source>Which</source>
        <translation>哪些</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Procedures</source>
        <translation>作业规范</translation>
    </message>
    <message>
        <source>Suggestions, feedback</source>
        <translation>建议与反馈</translation>
    </message>
    <message>
        <source>Goals</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Meetings</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Order templates</source>
        <translation>订单模板</translation>
    </message>
</context>
<context>
    <name>TeamTab</name>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何改动</translation>
    </message>
</context>
<context>
    <name>TemplateChoice</name>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Begin with an empty order</source>
        <translation>从空白订单开始</translation>
    </message>
    <message>
        <source>A template gives tasks, days, people and papers at once.</source>
        <translation>模板会一次给出任务、日期、人员和单证。</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n 项任务</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paper(s)</source>
        <translation>
            <numerusform>%n 份单证</numerusform>
        </translation>
    </message>
    <message>
        <source>Gives {tasks} and {papers}; all of it can be taken back at once.</source>
        <translation>生成{tasks}和{papers}，可一次全部撤销。</translation>
    </message>
</context>
<context>
    <name>TemplatesTab</name>
    <message>
        <source>Order templates</source>
        <translation>订单模板</translation>
    </message>
    <message>
        <source>N12 LOG 1 订舱 / Book space — step, role, working days before, title</source>
        <translation>N12 LOG 1 订舱 / Book space —— 节点、岗位、提前工作日、标题</translation>
    </message>
    <message>
        <source>Write a template</source>
        <translation>编写模板</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保存</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s)</source>
        <translation>
            <numerusform>%n 项任务</numerusform>
        </translation>
    </message>
    <message>
        <source>Papers: {names}</source>
        <translation>单证：{names}</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Take out of use</source>
        <translation>停用</translation>
    </message>
</context>
<context>
    <name>TimeBlock</name>
    <message>
        <source>Own history: 8 in 10 took {offer}, half {half} or fewer ({unit})</source>
        <translation>本公司历史：八成不超过 {offer}，半数不超过 {half} 天（按{unit}计）</translation>
    </message>
    <message>
        <source>New orders follow: {standard}</source>
        <translation>新订单按：{standard}</translation>
    </message>
    <message>
        <source>Decided {moment}</source>
        <translation>决定于 {moment}</translation>
    </message>
    <message>
        <source>Reason: {text}</source>
        <translation>原因：{text}</translation>
    </message>
    <message>
        <source>Follow it from now on</source>
        <translation>今后采用</translation>
    </message>
    <message>
        <source>Do not take it</source>
        <translation>不采用</translation>
    </message>
    <message>
        <source>Follow it no longer</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Why is it not taken?</source>
        <translation>为什么不采用？</translation>
    </message>
    <message>
        <source>Why is it followed no longer?</source>
        <translation>为什么停用？</translation>
    </message>
</context>
<context>
    <name>TimesCard</name>
    <message>
        <source>Time standards</source>
        <translation>时间标准</translation>
    </message>
    <message>
        <source>Trade: {value}</source>
        <translation>行业：{value}</translation>
    </message>
    <message>
        <source>Own history offers nothing else for this stage.</source>
        <translation>本公司历史对这个节点没有别的提议。</translation>
    </message>
</context>
<context>
    <name>TodayList</name>
    <message numerus="yes">
        <source>{state}, %n item(s) open</source>
        <translation>
            <numerusform>{state}，清单还差 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Task from {name}</source>
        <translation>{name} 交办</translation>
    </message>
    <message>
        <source>Must be done today</source>
        <translation>必须今天做</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>要做的事</translation>
    </message>
    <message>
        <source>Why now</source>
        <translation>为什么是现在</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>For {name}, who is away</source>
        <translation>代 {name} 处理</translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>今天的事</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>My open orders</source>
        <translation>我的在手订单</translation>
    </message>
    <message>
        <source>Overdue work</source>
        <translation>超时的事</translation>
    </message>
    <message>
        <source>Urgent warnings</source>
        <translation>紧急预警</translation>
    </message>
    <message>
        <source>Due this week</source>
        <translation>本周到期</translation>
    </message>
    <message>
        <source>Warnings and ball</source>
        <translation>预警和球</translation>
    </message>
    <message>
        <source>Nothing must be done today</source>
        <translation>今天没有必须做的事</translation>
    </message>
    <message>
        <source>New work comes here by itself, with its limit.</source>
        <translation>新的事会带着期限自己出现在这里。</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>今天的事</translation>
    </message>
    <message>
        <source>past their limit</source>
        <translation>已过期限</translation>
    </message>
    <message>
        <source>on my orders</source>
        <translation>在我的订单上</translation>
    </message>
    <message>
        <source>in the next 7 days</source>
        <translation>7 天之内</translation>
    </message>
    <message>
        <source>Open orders</source>
        <translation>未结订单</translation>
    </message>
    <message>
        <source>Orders I work on</source>
        <translation>我参与的订单</translation>
    </message>
    <message>
        <source>{now} today · {week} this week</source>
        <translation>{now} 件今天 · {week} 件本周</translation>
    </message>
    <message>
        <source>{count} to do today</source>
        <translation>今天 {count} 件要做</translation>
    </message>
    <message numerus="yes">
        <source>%n urgent warning(s)</source>
        <translation>
            <numerusform>%n 条紧急预警</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>全部 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>The ball is with me: {mine}    I am waiting for: {others}</source>
        <translation>球在我手里 {mine}    我在等别人 {others}</translation>
    </message>
    <message>
        <source>Please move this on: day {days} with you</source>
        <translation>请推进：已在你手里 {days} 天</translation>
    </message>
    <message>
        <source>Nudged: {count}</source>
        <translation>已提醒 {count} 张</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Search orders, buyers, containers, B/L</source>
        <translation>搜索订单、客户、箱号、提单号</translation>
    </message>
    <message>
        <source>Search and commands</source>
        <translation>搜索和命令</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>Transfers</name>
    <message>
        <source>On this computer</source>
        <translation>已在本机</translation>
    </message>
    <message>
        <source>Uploading from another computer</source>
        <translation>正从其他电脑上传</translation>
    </message>
    <message>
        <source>At head office</source>
        <translation>在总部</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Waits; tries again by itself</source>
        <translation>等待中，会自动重试</translation>
    </message>
    <message>
        <source>Uploading {percent} %</source>
        <translation>上传中 {percent} %</translation>
    </message>
    <message>
        <source>Downloading {percent} %</source>
        <translation>下载中 {percent} %</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>TransfersCard</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Choose a file first</source>
        <translation>请先选择文件</translation>
    </message>
    <message>
        <source>It does not wait</source>
        <translation>没有在等待</translation>
    </message>
    <message>
        <source>It does not rest</source>
        <translation>没有暂停或停止</translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>The password was changed: sign in again</source>
        <translation>改过密码：重新登录</translation>
    </message>
    <message>
        <source>Welcome back, {name}</source>
        <translation>{name}，欢迎回来</translation>
    </message>
    <message>
        <source>The data on this device are encrypted and sealed by your password.</source>
        <translation>本机的数据已加密，由你的密码封存。</translation>
    </message>
</context>
<context>
    <name>WarningLine</name>
    <message>
        <source>Act</source>
        <translation>办理</translation>
    </message>
</context>
<context>
    <name>WarningsCard</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>预警</translation>
    </message>
    <message>
        <source>computed here</source>
        <translation>本机计算</translation>
    </message>
    <message numerus="yes">
        <source>All %n</source>
        <translation>
            <numerusform>全部 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is on track</source>
        <translation>一切正常</translation>
    </message>
</context>
<context>
    <name>WhyCard</name>
    <message>
        <source>5-Why</source>
        <translation>5-Why 分析</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>This is the root cause</source>
        <translation>确定为根本原因</translation>
    </message>
    <message>
        <source>at least {count} levels</source>
        <translation>至少 {count} 层</translation>
    </message>
    <message>
        <source>Why {level}</source>
        <translation>第 {level} 个为什么</translation>
    </message>
    <message>
        <source>Why did it happen?</source>
        <translation>为什么会发生？</translation>
    </message>
    <message>
        <source>Why: {answer}</source>
        <translation>为什么：{answer}</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Gendan</source>
        <translation>跟单 Gendan</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>Search and commands</source>
        <translation>搜索和命令</translation>
    </message>
    <message>
        <source>New order</source>
        <translation>新建订单</translation>
    </message>
    <message>
        <source>Import orders from a sheet</source>
        <translation>从表格导入订单</translation>
    </message>
    <message>
        <source>Go to Today</source>
        <translation>去今日</translation>
    </message>
    <message>
        <source>Go to Orders</source>
        <translation>去订单</translation>
    </message>
    <message>
        <source>Go to Deadlines</source>
        <translation>去期限</translation>
    </message>
    <message>
        <source>Go to Exceptions</source>
        <translation>去异常</translation>
    </message>
    <message>
        <source>Go to Knowledge</source>
        <translation>去知识库</translation>
    </message>
    <message>
        <source>Go to Approvals</source>
        <translation>去审批</translation>
    </message>
    <message>
        <source>Go to Changes</source>
        <translation>去变更</translation>
    </message>
    <message>
        <source>Go to Conflicts</source>
        <translation>去冲突</translation>
    </message>
    <message>
        <source>Go to Process</source>
        <translation>去流程</translation>
    </message>
    <message>
        <source>Go to Team</source>
        <translation>前往团队</translation>
    </message>
    <message>
        <source>Go to Sync</source>
        <translation>去同步</translation>
    </message>
    <message>
        <source>Go to Settings</source>
        <translation>去设置</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>下一栏</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>上一栏</translation>
    </message>
    <message>
        <source>Try to connect now</source>
        <translation>现在试着连接</translation>
    </message>
    <message>
        <source>Work offline</source>
        <translation>离线工作</translation>
    </message>
    <message>
        <source>Use Chinese or English</source>
        <translation>切换中文与英文</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>切换浅色与深色</translation>
    </message>
    <message>
        <source>Open another window</source>
        <translation>再开一个窗口</translation>
    </message>
    <message>
        <source>Keys of this place</source>
        <translation>这里的键</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Go to Handovers</source>
        <translation>去移交</translation>
    </message>
    <message>
        <source>Go to Duties</source>
        <translation>去职责</translation>
    </message>
</context>
<context>
    <name>WishCard</name>
    <message>
        <source>Counts at {nodes}</source>
        <translation>适用于 {nodes}</translation>
    </message>
    <message>
        <source>also for later orders</source>
        <translation>以后的订单也适用</translation>
    </message>
    <message>
        <source>taken over from an earlier order</source>
        <translation>沿用自以前的订单</translation>
    </message>
    <message>
        <source>No longer holds: {reason}</source>
        <translation>不再适用：{reason}</translation>
    </message>
    <message>
        <source>on the older wording “{about}”: {words}</source>
        <translation>对原来的要求“{about}”：{words}</translation>
    </message>
    <message>
        <source>{role}: not read back</source>
        <translation>{role}：未复述</translation>
    </message>
    <message>
        <source>Read back for {role}</source>
        <translation>代表{role}复述</translation>
    </message>
    <message>
        <source>Change the wording</source>
        <translation>修改要求</translation>
    </message>
    <message>
        <source>No longer holds</source>
        <translation>不再适用</translation>
    </message>
    <message>
        <source>In your own words: what will you do?</source>
        <translation>用自己的话说：你们会怎样做？</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>New wording; every department is asked again</source>
        <translation>新的要求；各部门需重新复述</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Why does it no longer hold?</source>
        <translation>为什么不再适用？</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>不再适用</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>The program ended unexpectedly last time. What was saved is here.</source>
        <translation>程序上次意外结束。已保存的内容都在。</translation>
    </message>
</context>
<context>
    <name>WorkFrame</name>
    <message>
        <source>Areas</source>
        <translation>区域</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
</context>
</TS>
