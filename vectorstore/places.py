"""Countries by all the names that documents and questions use of them: "Beijing" asks for China."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

# A line a place: its name, then what is also said for it: adjective, capital, short forms.
PLACES = """
Afghanistan, Afghan, Kabul
Albania, Albanian, Tirana
Algeria, Algerian, Algiers
Angola, Angolan, Luanda
Argentina, Argentine, Argentinian, Buenos Aires
Armenia, Armenian, Yerevan
Australia, Australian, Canberra
Austria, Austrian, Vienna
Azerbaijan, Azerbaijani, Baku
Bahrain, Bahraini, Manama
Bangladesh, Bangladeshi, Dhaka
Belarus, Belarusian, Minsk
Belgium, Belgian, Brussels
Bolivia, Bolivian, La Paz
Bosnia, Bosnian, Sarajevo
Botswana, Gaborone
Brazil, Brazilian, Brasilia
Bulgaria, Bulgarian, Sofia
Cambodia, Cambodian, Phnom Penh
Cameroon, Cameroonian, Yaounde
Canada, Canadian, Ottawa
Chile, Chilean, Santiago
China, Chinese, Beijing, Peking, PRC
Colombia, Colombian, Bogota
Congo, Congolese, Kinshasa
Costa Rica, Costa Rican
Croatia, Croatian, Zagreb
Cuba, Cuban, Havana
Cyprus, Cypriot, Nicosia
Czech, Czechia, Prague
Denmark, Danish, Copenhagen
Dominican Republic, Santo Domingo
Ecuador, Ecuadorian, Quito
Egypt, Egyptian, Cairo
El Salvador, Salvadoran
England, English, London, UK, Britain, United Kingdom
Estonia, Estonian, Tallinn
Ethiopia, Ethiopian, Addis Ababa
European Union, EU, Brussels, Luxembourg, Strasbourg, Europe, European, MEP, MEPs
Finland, Finnish, Helsinki
France, French, Paris
Germany, German, Berlin
Ghana, Ghanaian, Accra
Greece, Greek, Athens
Guatemala, Guatemalan
Honduras, Honduran, Tegucigalpa
Hong Kong
Hungary, Hungarian, Budapest
Iceland, Icelandic, Reykjavik
India, Indian, New Delhi, Delhi
Indonesia, Indonesian, Jakarta
Iran, Iranian, Tehran
Iraq, Iraqi, Baghdad
Ireland, Irish, Dublin
Israel, Israeli, Jerusalem, Tel Aviv
Italy, Italian, Rome
Ivory Coast, Abidjan
Jamaica, Jamaican
Japan, Japanese, Tokyo
Jordan, Jordanian, Amman
Kazakhstan, Kazakh, Astana
Kenya, Kenyan, Nairobi
Kosovo, Pristina
Kuwait, Kuwaiti
Kyrgyzstan, Kyrgyz, Bishkek
Laos, Laotian, Vientiane
Latvia, Latvian, Riga
Lebanon, Lebanese, Beirut
Libya, Libyan, Tripoli
Liechtenstein, Vaduz
Lithuania, Lithuanian, Vilnius
Luxembourg
Macau, Macao
Macedonia, Macedonian, Skopje
Madagascar, Antananarivo
Malawi, Lilongwe
Malaysia, Malaysian, Kuala Lumpur
Mali, Malian, Bamako
Malta, Maltese, Valletta
Mauritius, Mauritian
Mexico, Mexican, Mexico City
Moldova, Moldovan, Chisinau
Monaco
Mongolia, Mongolian, Ulaanbaatar
Montenegro, Podgorica
Morocco, Moroccan, Rabat
Mozambique, Maputo
Myanmar, Burma, Burmese
Namibia, Namibian, Windhoek
Nepal, Nepalese, Kathmandu
Netherlands, Dutch, Holland, The Hague, Amsterdam
New Zealand, Wellington
Nicaragua, Nicaraguan, Managua
Nigeria, Nigerian, Abuja
North Korea, North Korean, Pyongyang, DPRK
Norway, Norwegian, Oslo
Oman, Omani, Muscat
Pakistan, Pakistani, Islamabad
Panama, Panamanian
Paraguay, Paraguayan, Asuncion
Peru, Peruvian, Lima
Philippines, Philippine, Filipino, Manila
Poland, Polish, Warsaw
Portugal, Portuguese, Lisbon
Qatar, Qatari, Doha
Romania, Romanian, Bucharest
Russia, Russian, Moscow, Kremlin
Rwanda, Rwandan, Kigali
Saudi Arabia, Saudi, Riyadh
Scotland, Scottish, Scots, Edinburgh
Senegal, Senegalese, Dakar
Serbia, Serbian, Belgrade
Singapore, Singaporean
Slovakia, Slovak, Bratislava
Slovenia, Slovenian, Ljubljana
Somalia, Somali, Mogadishu
South Africa, South African, Pretoria, Johannesburg
South Korea, South Korean, Korea, Korean, Seoul, ROK
Spain, Spanish, Madrid
Sri Lanka, Sri Lankan, Colombo
Sudan, Sudanese, Khartoum
Sweden, Swedish, Stockholm
Switzerland, Swiss, Bern, Geneva
World Trade Organization, WTO, Geneva
Syria, Syrian, Damascus
Taiwan, Taiwanese, Taipei
Tajikistan, Tajik, Dushanbe
Tanzania, Tanzanian, Dodoma
Thailand, Thai, Bangkok
Tunisia, Tunisian, Tunis
Turkey, Turkish, Ankara, Türkiye
Turkmenistan, Turkmen, Ashgabat
Uganda, Ugandan, Kampala
Ukraine, Ukrainian, Kyiv, Kiev
United Arab Emirates, UAE, Emirati, Abu Dhabi, Dubai
United Kingdom, UK, Britain, British, London, Westminster, Whitehall, England, English
United States, US, U.S., USA, America, American, Washington, White House, SCOTUS, POTUS
Uruguay, Uruguayan, Montevideo
Uzbekistan, Uzbek, Tashkent
Venezuela, Venezuelan, Caracas
Vietnam, Vietnamese, Hanoi
Wales, Welsh, Cardiff
Yemen, Yemeni, Sanaa
Zambia, Zambian, Lusaka
Zimbabwe, Zimbabwean, Harare
Alabama, AL
Alaska, AK
Arizona, AZ
Arkansas, AR
California, Californian, CA, Calif, Sacramento, Silicon Valley
Colorado, CO
Connecticut, CT
Delaware, DE
Florida, FL
Georgia, GA, Georgian, Tbilisi
Hawaii, HI
Idaho, ID
Illinois, IL
Indiana, IN
Iowa, IA
Kansas, KS
Kentucky, KY
Louisiana, LA
Maine, ME
Maryland, MD
Massachusetts, MA, Mass
Michigan, MI
Minnesota, MN
Mississippi, MS
Missouri, MO
Montana, MT
Nebraska, NE
Nevada, NV
New Hampshire, NH
New Jersey, NJ
New Mexico, NM
New York, NY
North Carolina, NC
North Dakota, ND
Ohio, OH
Oklahoma, OK
Oregon, OR
Pennsylvania, PA
Rhode Island, RI
South Carolina, SC
South Dakota, SD
Tennessee, TN
Texas, Texan, TX
Utah, UT
Vermont, VT
Virginia, VA
West Virginia, WV
Wisconsin, WI
Wyoming, WY
"""


@cache
def places() -> Mapping[str, tuple[str, ...]]:
    """What a place may be called -> all names of the places so called, in small letters.

    "brussels" gives those of Belgium and of the European Union.
    """
    known: dict[str, tuple[str, ...]] = {}
    for line in PLACES.strip().lower().splitlines():
        names = tuple(line.split(", "))
        for name in names:
            known[name] = (*known.get(name, ()), *names)
    return known
