; Windows installer for one person, without administrator rights (Inno Setup 6).
; ISCC /DVersion=0.1.0 /DBundle=folder /DOutput=folder /DIcon=gendan.ico gendan.iss
[Setup]
AppId=Gendan
AppName=Gendan
AppVersion={#Version}
AppPublisher=The Gendan developers
DefaultDirName={autopf}\Gendan
DefaultGroupName=Gendan
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0
OutputDir={#Output}
OutputBaseFilename=gendan-{#Version}-windows-x64
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\gendan.exe
LicenseFile={#Bundle}\licences\Gendan.txt
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
CloseApplications=yes
#ifdef Sign
SignTool=gendansign
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\Gendan"; Filename: "{app}\gendan.exe"
Name: "{autodesktop}\Gendan"; Filename: "{app}\gendan.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\gendan"; ValueType: string; ValueData: "URL:Gendan"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\gendan"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\gendan\shell\open\command"; ValueType: string; ValueData: """{app}\gendan.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.gendan\OpenWithProgids"; ValueType: string; ValueName: "Gendan.Papers"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Gendan.Papers\shell\open\command"; ValueType: string; ValueData: """{app}\gendan.exe"" ""%1"""; Flags: uninsdeletekey

[Run]
Filename: "{app}\gendan.exe"; Description: "{cm:LaunchProgram,Gendan}"; Flags: nowait postinstall skipifsilent
