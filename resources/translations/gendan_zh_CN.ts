<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Band</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
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
    <name>DraftLine</name>
    <message>
        <source>Draft · kept on this device {time}</source>
        <translation>草稿 · 已存在本机 {time}</translation>
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
    <name>NoticeLine</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
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
        <source>Search orders, buyers, containers, B/L, text in files</source>
        <translation>搜索订单、客户、箱号、提单号、文件里的字</translation>
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
</TS>
